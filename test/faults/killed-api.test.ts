import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { idempotencyKeys, messages } from "#db/schema/index.ts";
import { createApiKey } from "#lib/api/keys.ts";
import { REQUESTS_PER_MINUTE } from "#lib/api/rate-limit.ts";
import { type Instance, startInstance } from "#test/child-process.ts";
import { accepted, openScene, type Scene } from "./scene.ts";

const SOON = { timeout: 20_000, interval: 50 };

let scene: Scene;
let key: string;
let keyId: string;
const instances: Instance[] = [];

beforeEach(async () => {
  scene = await openScene();
  const { workspaceId } = scene.member;
  const input = { name: "Shop", permission: "read-write" } as const;
  ({ key, id: keyId } = await createApiKey({ workspaceId, createdBy: null }, input));
});

afterEach(async () => {
  await Promise.all(instances.splice(0).map((instance) => instance.stop()));
});

async function start(env: Record<string, string> = {}): Promise<Instance> {
  const instance = await startInstance(env);
  instances.push(instance);
  return instance;
}

const send = (instance: Instance, message: string) =>
  fetch(`${instance.apiUrl}/v1/inbox/conversations/${scene.conversationId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": "order-4711" },
    body: JSON.stringify({ accountId: scene.accountId, message }),
  });

test("F13 a process dies while a program waits for its answer: repeated with the same key elsewhere it is one message and one answer", {
  timeout: 90_000,
}, async () => {
  const [first, second] = await Promise.all([start({ WORKER: "off" }), start({ WORKER: "off" })]);
  const lost = send(first, "It is on its way.").catch(() => "died");
  await expect.poll(() => db.$count(messages, eq(messages.status, "queued")), SOON).toBe(1);
  const meanwhile = await send(second, "It is on its way.");
  expect([meanwhile.status, meanwhile.headers.get("retry-after")]).toEqual([409, "1"]);
  await first.kill();
  expect(await lost).toBe("died");

  await db.update(idempotencyKeys).set({ startedAt: sql`now() - interval '31 seconds'` });
  await start();
  const repeated = await send(second, "It is on its way.");
  const answer = await repeated.text();
  expect([repeated.status, JSON.parse(answer)]).toMatchObject([200, { success: true }]);
  expect(await accepted()).toEqual(["It is on its way."]);

  const replayed = await send(second, "It is on its way.");
  expect([replayed.headers.get("idempotent-replayed"), await replayed.text()]).toEqual(["true", answer]);
  expect((await send(second, "Something else")).status).toBe(422);
  expect(await accepted()).toEqual(["It is on its way."]);
});

test("the limit of a key holds over all processes", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start({ WORKER: "off" }), start({ WORKER: "off" })]);
  const ask = (instance: Instance) =>
    fetch(`${instance.apiUrl}/v1/auth/verify`, { headers: { authorization: `Bearer ${key}` } });
  await ask(first);
  const minute = () => new Date().getUTCMinutes();
  const began = minute();
  await db.execute(sql`update api_key_requests set count = ${REQUESTS_PER_MINUTE - 2} where api_key_id = ${keyId}`);
  const answers = [await ask(first), await ask(second), await ask(first), await ask(second)];
  // A new minute began in between: then nothing was beyond the limit, and the next try is within one.
  if (minute() !== began) return expect(answers[0]?.status).toBe(200);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 429]);
  expect(answers.map(({ headers }) => headers.get("x-ratelimit-remaining"))).toEqual(["1", "0", "0", "0"]);
  expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
});
