import "#test/database.ts";
import dns from "node:dns/promises";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { eventDeliveries, webhookEndpoints } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { consumer } from "#test/consumer.ts";
import { makeMember } from "#test/factories.ts";
import { attemptsOf, deliverDue, deliveriesOf, openOutbox } from "#test/outbox.ts";
import { selfSigned } from "#test/self-signed.ts";
import { listDeliveries } from "./delivery-queries.ts";
import { getEndpoint, listEndpoints } from "./endpoint-queries.ts";
import { createEndpoint, deleteEndpoint, redeliverFailed, updateEndpoint } from "./endpoints.ts";
import { redeliverEvent, sendTestEvent } from "./send-now.ts";

vi.mock("node:dns/promises", { spy: true });

let connections = 0;
const trap = createServer((socket) => {
  connections++;
  socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
});
await new Promise<void>((resolve) => trap.listen(0, resolve));
const port = (trap.address() as AddressInfo).port;
afterAll(() => void trap.close());

beforeEach(() => {
  connections = 0;
});

const input = { name: "Shop", events: ["message.received"] };

/** Corpus G (reliability 2.6): every spelling of what is not public, and what is no address for events. */
const HOSTILE = [
  ..."127.0.0.1 127.1 0x7f000001 2130706433 0177.0.0.1 0.0.0.0 10.0.0.1 172.16.0.1 192.168.0.1 100.64.0.1"
    .split(" ")
    .map((host) => `https://${host}:8443/`),
  ..."169.254.169.254 168.63.129.16 192.0.0.192 198.18.0.1 224.0.0.1 255.255.255.255 localhost LOCALHOST. a.localhost metadata.google.internal router.lan postgres"
    .split(" ")
    .map((host) => `https://${host}/latest/meta-data`),
  ..."[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1]"
    .split(" ")
    .map((host) => `https://${host}/`),
  `http://127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}/`,
  `https://consumer.example@127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}#@consumer.example/`,
  `https://user:secret@93.184.215.14/`,
  "http://93.184.215.14/",
  "https://93.184.215.14:22/",
  "https://93.184.215.14:6379/",
  "ftp://93.184.215.14/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_FLUSHALL",
  "javascript:alert(1)",
  "//127.0.0.1/",
  "not an address",
];

describe("an address that may not be reached", () => {
  test.each(HOSTILE)("%s is refused when made and when changed", async (url) => {
    const { admin, endpointId } = await openOutbox();
    await expect(createEndpoint(admin, { ...input, url })).rejects.toMatchObject({ code: "address_refused" });
    await expect(updateEndpoint(admin, { endpointId, url })).rejects.toMatchObject({ code: "address_refused" });
    expect((await listEndpoints(admin)).map((one) => one.url)).toEqual([consumer.url]);
    expect(connections).toBe(0);
  });

  test("a name that leads there is refused, and so is one that is turned later", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    const leadsTo = (...addresses: string[]) =>
      vi.mocked(dns.lookup).mockResolvedValue(addresses.map((address) => ({ address, family: 4 })) as never);
    leadsTo("93.184.215.14", "127.0.0.1");
    const url = "https://consumer.example/hook";
    await expect(createEndpoint(admin, { ...input, url })).rejects.toMatchObject({ code: "address_refused" });

    leadsTo("93.184.215.14");
    await updateEndpoint(admin, { endpointId, url });
    leadsTo("127.0.0.1");
    await receive(await converse());
    await deliverDue(endpointId);
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: null, error: "refused" });
    vi.mocked(dns.lookup).mockRestore();
    expect(await attemptsOf(endpointId)).toMatchObject([{ error: "refused" }, { error: "refused" }]);
    expect(connections).toBe(0);
  });

  test("written into the row by hand is still not reached, by delivery, test or redelivery", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await db
      .update(webhookEndpoints)
      .set({ url: `http://127.0.0.1:${port}/` })
      .where(eq(webhookEndpoints.id, endpointId));
    await deliverDue(endpointId);
    const [delivery] = await deliveriesOf(endpointId);
    const again = await redeliverEvent(admin, { endpointId, eventId: delivery?.eventId ?? "" });
    const tried = await sendTestEvent(admin, { endpointId });
    expect([again.error, tried.error]).toEqual(["refused", "refused"]);
    expect(connections).toBe(0);
  });

  test("a certificate that nobody vouches for is a failure, and nothing is sent", async () => {
    const { admin, endpointId } = await openOutbox();
    let requests = 0;
    const secure = createSecureServer(selfSigned, (_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    const allowed = env().EGRESS_ALLOW;
    env().EGRESS_ALLOW = ["127.0.0.1"];
    await updateEndpoint(admin, { endpointId, url: `https://127.0.0.1:${(secure.address() as AddressInfo).port}/` });
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: null, error: "tls" });
    env().EGRESS_ALLOW = allowed;
    secure.close();
    expect(requests).toBe(0);
  });

  test("a name that is not known at present is taken: it may come to be", async () => {
    const admin = await makeMember();
    vi.mocked(dns.lookup).mockRejectedValueOnce(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    const { id } = await createEndpoint(admin, { ...input, url: "https://later.example:8443/hook#part" });
    expect(await getEndpoint(admin, id)).toMatchObject({ url: "https://later.example:8443/hook" });
  });
});

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
