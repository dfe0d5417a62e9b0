import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { webhookEndpoints } from "#db/schema/index.ts";
import { consumer } from "#test/consumer.ts";
import { attemptsOf, deliverDue, deliveriesOf, endpointOf, letPass, openOutbox } from "#test/outbox.ts";
import { createEndpoint } from "./endpoints.ts";

const textOf = ({ body }: { body: string }) => JSON.parse(body).message.text as string;

describe("delivery", () => {
  test("sends each event once and records the attempt", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    const message = await receive(await converse());
    await deliverDue(endpointId);
    await deliverDue(endpointId);
    expect(consumer.asked.map(textOf)).toEqual([message.text]);
    expect(await deliveriesOf(endpointId)).toMatchObject([{ state: "delivered", attempts: 1 }]);
    expect(await attemptsOf(endpointId)).toMatchObject([
      { attempt: 1, statusCode: 200, error: null, url: consumer.url, eventId: consumer.asked[0]?.id },
    ]);
    expect(await endpointOf(endpointId)).toMatchObject({ lastDeliveredAt: expect.any(Date), leasedBy: null });
  });

  test("is made for those who ask for the event, and are not spared its group", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    const other = (path: string, input: object) =>
      createEndpoint(admin, { name: path, url: consumer.url + path, events: ["message.received"], ...input });
    const wanting = await other("/wanting", {});
    const others = [
      await other("/other-event", { events: ["message.sent"] }),
      await other("/spared", { disabledGroups: ["messages"] }),
      await other("/paused", { isActive: false }),
    ];
    await receive(await converse());
    for (const { id } of [{ id: endpointId }, wanting, ...others]) await deliverDue(id);
    expect(consumer.asked.map(({ path }) => path).sort()).toEqual(["/hook", "/hook/wanting"]);
    expect(new Set(consumer.asked.map(({ id }) => id)).size).toBe(1);
  });

  test("keeps each conversation's order while conversations overtake each other", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    const [slow, quick] = [await converse(), await converse()];
    const expected = new Map<string, (string | null)[]>();
    for (let i = 0; i < 5; i++) {
      for (const conversation of [slow, quick]) {
        const { text } = await receive(conversation);
        expected.set(conversation.id, [...(expected.get(conversation.id) ?? []), text]);
      }
    }
    const isOf = ({ id }: { id: string }, { body }: { body: string }) => JSON.parse(body).conversation.id === id;
    consumer.answers(async (received, response) => {
      const hasQuickAll = () => consumer.taken.filter((one) => isOf(quick, one)).length === 5;
      while (isOf(slow, received) && !hasQuickAll()) await new Promise((resolve) => setTimeout(resolve, 10));
      response.writeHead(204).end();
    });
    await deliverDue(endpointId);
    for (const [id, texts] of expected) {
      expect(consumer.taken.filter((one) => isOf({ id }, one)).map(textOf)).toEqual(texts);
    }
  });

  test.each([500, 404, 301, 302, 199 + 105])("takes %i for a failure and tries again", async (status) => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    consumer.answers((_, response) => void response.writeHead(status, { location: consumer.url }).end());
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(1);
    const [attempt] = await attemptsOf(endpointId);
    expect(attempt).toMatchObject({ statusCode: status, error: "status" });
    const [delivery] = await deliveriesOf(endpointId);
    const waitMs = (delivery?.nextAttemptAt.getTime() ?? 0) - (attempt?.startedAt.getTime() ?? 0);
    expect(waitMs).toBeGreaterThan(4_000);
    expect(waitMs).toBeLessThan(150_000);
    consumer.answers(200);
    await letPass(endpointId, "6 seconds");
    await deliverDue(endpointId);
    expect(consumer.asked.map(({ id }) => id)).toEqual([delivery?.eventId, delivery?.eventId]);
    expect(new Set(consumer.asked.map(({ body }) => body)).size).toBe(1);
  });

  test("never takes an answer's body in, however long it is", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    const chunk = Buffer.alloc(64 * 1024, "secret");
    consumer.answers((_, response) => {
      response.writeHead(200, { "content-length": 1_000_000_000 });
      const pour = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once("drain", pour);
      };
      pour();
    });
    await deliverDue(endpointId);
    const [attempt] = await attemptsOf(endpointId);
    expect(attempt).toMatchObject({ statusCode: 200, error: null });
    expect(JSON.stringify(attempt)).not.toContain("secret");
  });

  test("counts no answer as a failure, and says which kind", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    consumer.answers((_, response) => void response.destroy());
    await deliverDue(endpointId);
    expect(await attemptsOf(endpointId)).toMatchObject([{ statusCode: null, error: "unreachable" }]);
  });
});

test("an endpoint that does not answer is waited for 15 seconds, and no longer", async () => {
  const { endpointId, converse, receive } = await openOutbox();
  await receive(await converse());
  consumer.answers(() => undefined);
  await deliverDue(endpointId);
  const [attempt] = await attemptsOf(endpointId);
  expect(attempt).toMatchObject({ statusCode: null, error: "timeout" });
  expect(attempt?.durationMs).toBeGreaterThan(14_000);
  expect(attempt?.durationMs).toBeLessThan(16_500);
}, 30_000);

describe("dying", () => {
  test("between the answer and its record sends the same event again, by the same id", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await db.execute(sql`
      create or replace function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`);
    await db.execute(sql`create trigger killed before update on delivery_attempts for each row execute function die()`);
    await deliverDue(endpointId);
    expect(consumer.taken).toHaveLength(1);
    expect(await deliveriesOf(endpointId)).toMatchObject([{ state: "pending", attempts: 1 }]);

    await db.execute(sql`drop trigger killed on delivery_attempts`);
    await letPass(endpointId, "30 seconds");
    await deliverDue(endpointId);
    expect(consumer.taken.map(({ id }) => id)).toEqual([consumer.taken[0]?.id, consumer.taken[0]?.id]);
    expect(consumer.taken[0]?.body).toBe(consumer.taken[1]?.body);
    expect(await attemptsOf(endpointId)).toMatchObject([
      { attempt: 1, error: "interrupted", statusCode: null },
      { attempt: 2, error: null, statusCode: 200 },
    ]);
  });

  test("leaves a lease that ends by itself; while it lives nobody else sends", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await db
      .update(webhookEndpoints)
      .set({ leasedBy: sql`gen_random_uuid()`, leasedUntil: sql`now() + interval '20 seconds'` })
      .where(eq(webhookEndpoints.id, endpointId));
    await deliverDue(endpointId);
    expect(consumer.asked).toEqual([]);
    await db.update(webhookEndpoints).set({ leasedUntil: sql`now()` }).where(eq(webhookEndpoints.id, endpointId));
    await deliverDue(endpointId);
    expect(consumer.taken).toHaveLength(1);
  });

  test("many runners at once send each event once", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    for (let i = 0; i < 12; i++) await receive(await converse());
    await Promise.all(Array.from({ length: 6 }, () => deliverDue(endpointId)));
    expect(consumer.asked).toHaveLength(12);
    expect((await deliveriesOf(endpointId)).map(({ state }) => state)).toEqual(Array(12).fill("delivered"));
  });
});
