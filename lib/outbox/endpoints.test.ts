import "#test/database.ts";
import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { eventDeliveries } from "#db/schema/index.ts";
import { consumer } from "#test/consumer.ts";
import { makeMember } from "#test/factories.ts";
import { attemptsOf, deliverDue, deliveriesOf, openOutbox } from "#test/outbox.ts";
import { listDeliveries } from "./delivery-queries.ts";
import { getEndpoint, listEndpoints } from "./endpoint-queries.ts";
import { createEndpoint, deleteEndpoint, redeliverFailed, updateEndpoint } from "./endpoints.ts";
import { redeliverEvent, sendTestEvent } from "./send-now.ts";

const input = { name: "Shop", events: ["message.received"] };

describe("endpoints", () => {
  test("are their workspace's and its admins' own", async () => {
    const { admin, endpointId } = await openOutbox();
    const agent = await makeMember({ workspaceId: admin.workspaceId, role: "agent" });
    const stranger = await makeMember();
    for (const act of [
      (who: typeof admin) => updateEndpoint(who, { endpointId, name: "Mine" }),
      (who: typeof admin) => deleteEndpoint(who, { endpointId }),
      (who: typeof admin) => sendTestEvent(who, { endpointId }),
      (who: typeof admin) => redeliverEvent(who, { endpointId, eventId: crypto.randomUUID() }),
      (who: typeof admin) => getEndpoint(who, endpointId),
    ]) {
      await expect(act(stranger)).rejects.toMatchObject({ code: "not_found" });
      await expect(act(agent)).rejects.toMatchObject({ code: "forbidden" });
    }
    await expect(listEndpoints(agent)).rejects.toMatchObject({ code: "forbidden" });
    expect(await listEndpoints(stranger)).toEqual([]);
    expect(await getEndpoint(admin, endpointId)).toMatchObject({ name: "Shop" });
  });

  test("change what is given and nothing else", async () => {
    const { admin, endpointId } = await openOutbox({ customHeaders: { "X-Shop": "1" } });
    const before = await getEndpoint(admin, endpointId);
    await updateEndpoint(admin, { endpointId, name: "Store" });
    expect(await getEndpoint(admin, endpointId)).toEqual({ ...before, name: "Store" });
    await updateEndpoint(admin, { endpointId, customHeaders: {}, isActive: false, events: ["message.sent"] });
    expect(await getEndpoint(admin, endpointId)).toEqual({
      ...before,
      name: "Store",
      customHeaders: {},
      isActive: false,
      events: ["message.sent"],
    });
  });

  test("are fifty at most", async () => {
    const { admin } = await openOutbox();
    for (let i = 1; i < 50; i++) await createEndpoint(admin, { ...input, url: consumer.url });
    await expect(createEndpoint(admin, { ...input, url: consumer.url })).rejects.toMatchObject({
      code: "invalid_input",
    });
  });

  test("take what waits for them along when they are deleted", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await deleteEndpoint(admin, { endpointId });
    await deliverDue(endpointId);
    expect([await deliveriesOf(endpointId), consumer.asked]).toEqual([[], []]);
  });

  test("that move get what waits at their new address at once", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    consumer.answers(500);
    await deliverDue(endpointId);
    consumer.answers(200);
    await updateEndpoint(admin, { endpointId, url: `${consumer.url}/new` });
    await deliverDue(endpointId);
    expect(consumer.taken.map(({ path }) => path)).toEqual(["/hook/new"]);
  });
});

describe("by hand", () => {
  test("a test event is sent once, whatever the endpoint asks for, and is on record", async () => {
    const { admin, endpointId } = await openOutbox({ events: ["account.connected"] });
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: 200, error: null });
    expect(JSON.parse(consumer.taken[0]?.body ?? "")).toEqual({
      id: consumer.taken[0]?.id,
      event: "webhook.test",
      message: expect.any(String),
      timestamp: expect.any(String),
    });
    consumer.answers(500);
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: 500, error: "status" });
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(2);
    expect((await deliveriesOf(endpointId)).map(({ state }) => state)).toEqual(["delivered", "failed"]);
    expect(await attemptsOf(endpointId)).toHaveLength(2);
  });

  test("an event is sent again byte for byte by its old id", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await deliverDue(endpointId);
    const eventId = consumer.taken[0]?.id ?? "";
    expect(await redeliverEvent(admin, { endpointId, eventId })).toMatchObject({ error: null });
    expect(consumer.taken[1]?.body).toBe(consumer.taken[0]?.body);
    expect(consumer.taken[1]?.headers["webhook-id"]).toBe(eventId);
    expect((await attemptsOf(endpointId)).map(({ attempt }) => attempt)).toEqual([1, 2]);
    const unknown = redeliverEvent(admin, { endpointId, eventId: crypto.randomUUID() });
    await expect(unknown).rejects.toMatchObject({ code: "not_replayable" });
  });

  test("all that was given up goes out again in its order, tests apart", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    consumer.answers(500);
    await sendTestEvent(admin, { endpointId });
    const conversation = await converse();
    const texts = [await receive(conversation), await receive(conversation)].map(({ text }) => text);
    await db.update(eventDeliveries).set({ state: "failed" }).where(eq(eventDeliveries.endpointId, endpointId));
    consumer.answers(200);
    expect(await redeliverFailed(admin, { endpointId })).toBe(2);
    await deliverDue(endpointId);
    expect(consumer.taken.map(({ body }) => JSON.parse(body).message.text)).toEqual(texts);
    expect(await redeliverFailed(admin, { endpointId })).toBe(0);
    await expect(redeliverFailed(await makeMember(), { endpointId })).rejects.toMatchObject({ code: "not_found" });
  });

  test("what waits for its turn and is taken by hand is not sent again", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    consumer.answers(500);
    await deliverDue(endpointId);
    consumer.answers(200);
    const [delivery] = await deliveriesOf(endpointId);
    await redeliverEvent(admin, { endpointId, eventId: delivery?.eventId ?? "" });
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(2);
  });
});

test("deliveries are listed newest first, filtered and in whole pages", async () => {
  const { admin, endpointId, converse, receive } = await openOutbox();
  const second = await createEndpoint(admin, { ...input, url: `${consumer.url}/second` });
  const conversation = await converse();
  for (let i = 0; i < 30; i++) await receive(conversation);
  await deliverDue(endpointId);
  const seen: string[] = [];
  let before: number | undefined;
  do {
    const page = await listDeliveries(admin, { before });
    expect(page.deliveries.length).toBeLessThanOrEqual(50);
    seen.push(...page.deliveries.map((one) => `${one.eventId} ${one.endpointId}`));
    before = page.next ?? undefined;
  } while (before);
  expect([seen.length, new Set(seen).size]).toEqual([60, 60]);
  const { deliveries } = await listDeliveries(admin, { endpointId, state: "delivered" });
  expect(deliveries).toHaveLength(30);
  expect(deliveries[0]?.attempts).toMatchObject([{ statusCode: 200, error: null }]);
  expect((await listDeliveries(admin, { endpointId: second.id, state: "pending" })).deliveries).toHaveLength(30);
  expect((await listDeliveries(await makeMember(), {})).deliveries).toEqual([]);
});
