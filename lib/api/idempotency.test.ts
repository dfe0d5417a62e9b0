import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { idempotencyKeys } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { openApiInbox } from "#test/api-inbox.ts";
import { calls, control } from "#test/simulator.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let accountId: string;
let conversationId: string;
let key: string;

beforeEach(async () => {
  api.worker.pause(false);
  ({ accountId, conversationId, key } = await openApiInbox());
});

function send(body: object, { idempotencyKey }: { idempotencyKey: string }) {
  return api.send(key, conversationId, { accountId, ...body }, { "idempotency-key": idempotencyKey });
}

describe("an Idempotency-Key", () => {
  test("replays the first answer, refuses another body and another request meanwhile", async () => {
    api.worker.pause(true);
    const idempotencyKey = randomUUID();
    const first = send({ message: "Once" }, { idempotencyKey });
    await expect.poll(() => db.$count(idempotencyKeys), { timeout: 15_000 }).toBeGreaterThan(0);
    expect((await send({ message: "Once" }, { idempotencyKey })).status).toBe(409);
    api.worker.pause(false);
    const answered = await first;
    const body = await answered.json();
    expect(answered.status).toBe(200);

    const again = await send({ message: "Once" }, { idempotencyKey });
    expect([again.status, again.headers.get("idempotent-replayed"), await again.json()]).toEqual([200, "true", body]);
    expect((await send({ message: "Twice" }, { idempotencyKey })).status).toBe(422);
    expect(await calls("messages")).toHaveLength(1);
  });

  test("survives the death of the request: what was stored is found, not sent again", async () => {
    const idempotencyKey = randomUUID();
    const first = (await (await send({ message: "Once" }, { idempotencyKey })).json()) as {
      data: { messageId: string };
    };
    await db.update(idempotencyKeys).set({ answer: null, startedAt: sql`now() - interval '1 minute'` });
    const again = await send({ message: "Once" }, { idempotencyKey });
    expect(await again.json()).toEqual(first);
    expect(await calls("messages")).toHaveLength(1);
  });

  test("is free again after a refusal", async () => {
    const idempotencyKey = randomUUID();
    await control("POST", "/faults", { match: { endpoint: "messages" }, error: "unavailable", times: 1 });
    expect((await send({ message: "Hello" }, { idempotencyKey })).status).toBe(400);
    expect((await send({ message: "Hello" }, { idempotencyKey })).status).toBe(200);
  });

  test("sent by many at once makes one message", async () => {
    const idempotencyKey = randomUUID();
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async () => (await send({ message: "Once" }, { idempotencyKey })).status),
    );
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0);
    expect(statuses.every((status) => status === 200 || status === 409)).toBe(true);
    expect(await calls("messages")).toHaveLength(1);
  });
});
