import "#test/database.ts";
import { randomUUID } from "node:crypto";
import type { ListLogsResponse } from "@zernio/node";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiRequests } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { createApiKey, type KeyInput } from "./keys.ts";
import { countRequest, REQUESTS_PER_MINUTE } from "./rate-limit.ts";
import { forgetOldRequests, startRequestLog } from "./request-log.ts";
import { listRequests } from "./request-queries.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let admin: Member;
let accountId: string;
let conversationId: string;
let key: string;
let keyId: string;

const makeKey = (more: Partial<KeyInput> = {}) =>
  createApiKey(
    { workspaceId: admin.workspaceId, createdBy: null },
    { name: "Shop", permission: "read-write", ...more },
  );

beforeEach(async () => {
  admin = await makeMember();
  const account = await makeAccount({ workspaceId: admin.workspaceId });
  accountId = account.id;
  conversationId = (await makeConversation(account)).id;
  ({ key, id: keyId } = await makeKey());
});

/** Whatever `ask` asks for is in the log afterwards. */
async function logged(ask: () => Promise<unknown>) {
  const end = startRequestLog();
  await ask();
  await end();
}

const JSON_TYPE = { "content-type": "application/json" };
const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${api.baseURL}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...init.headers } });

test("every request of a key leaves a row that a program and an admin find again, and nothing personal", async () => {
  let requestId: string | null = null;
  await logged(async () => {
    await api.sdk(key).messages.getInboxConversation({ path: { conversationId }, query: { accountId } });
    const path = `/v1/inbox/conversations/${conversationId}/messages`;
    const body = JSON.stringify({ accountId, message: "TXT_CANARY", odd: 1 });
    const refused = await ask(path, { method: "POST", headers: JSON_TYPE, body });
    requestId = refused.headers.get("x-request-id");
    expect(refused.status).toBe(400);
    await ask(`/v1/nothing/${conversationId}`);
    await ask("/v1/accounts", { headers: { authorization: "Bearer ak_live_nobody" } });
  });
  const rows = await listRequests(admin);
  expect(rows.map(({ method, route, status, errorCode }) => [method, route, status, errorCode])).toEqual([
    ["GET", null, 404, "not_found"],
    ["POST", "/v1/inbox/conversations/{conversationId}/messages", 400, "validation_error"],
    ["GET", "/v1/inbox/conversations/{conversationId}", 200, null],
  ]);
  expect(rows[1]).toMatchObject({ requestId, keyName: "Shop", durationMs: expect.any(Number) });
  const kept = JSON.stringify(await db.select().from(apiRequests));
  for (const secret of ["TXT_CANARY", key, conversationId, accountId]) expect(kept).not.toContain(secret);

  const { logs } = api.sdk(key);
  const of = async (query: object) => (await logs.listLogs({ query })).data?.logs ?? [];
  expect(await of({ type: "api_request" })).toHaveLength(3);
  expect(await of({ type: "api_request", requestId })).toEqual([
    {
      type: "api_request",
      action: "POST /v1/inbox/conversations/{conversationId}/messages",
      status: "failed",
      status_code: 400,
      error_code: "validation_error",
      duration_ms: expect.any(Number),
      method: "POST",
      path: "/v1/inbox/conversations/{conversationId}/messages",
      request_id: requestId,
      api_key_id: keyId,
      created_at: expect.any(String),
    },
  ]);
  expect(await of({ statusCode: 404 })).toHaveLength(1);
  expect(await of({ search: "validation" })).toHaveLength(1);
  expect(await of({ search: "%" })).toEqual([]);
  expect(await of({ apiKeyId: randomUUID() })).toEqual([]);
  expect(await of({ status: "success", type: "api_request", includeReadReceipts: true })).toHaveLength(1);
});

test("an admin narrows the list and turns its pages; agents and strangers see nothing", async () => {
  await logged(async () => {
    for (let i = 0; i < 3; i++) await ask("/v1/auth/verify");
    await ask("/v1/profiles/nobody");
  });
  const count = async (filter: Parameters<typeof listRequests>[1]) => (await listRequests(admin, filter)).length;
  expect(await count({ onlyErrors: true })).toBe(1);
  expect(await count({ search: "auth/ver" })).toBe(3);
  expect(await count({ search: "_" })).toBe(1);
  expect(await count({ apiKeyId: keyId })).toBe(4);
  expect(await count({ apiKeyId: randomUUID() })).toBe(0);
  const [newest, second] = await listRequests(admin);
  expect((await listRequests(admin, { before: newest?.id }))[0]?.id).toBe(second?.id);
  expect(await listRequests(await makeMember())).toEqual([]);
  expect(() => listRequests({ ...admin, role: "agent" })).toThrow("Only admins");
});

test("a key that is narrowed in any way sees its own requests only", async () => {
  const narrowed = await makeKey({ accountIds: [accountId] });
  await logged(async () => {
    await api.sdk(key).apiKeys.verifyCredential();
    await api.sdk(narrowed.key).apiKeys.verifyCredential();
  });
  const { data }: { data?: ListLogsResponse } = await api.sdk(narrowed.key).logs.listLogs({
    query: { type: "api_request" },
  });
  expect(data?.logs?.map(({ api_key_id }) => api_key_id)).toEqual([narrowed.id]);
});

test("a log that cannot be written fails no request", async () => {
  await db.execute(sql`alter table api_requests rename to api_requests_away`);
  try {
    await logged(async () => expect((await ask("/v1/auth/verify")).status).toBe(200));
  } finally {
    await db.execute(sql`alter table api_requests_away rename to api_requests`);
  }
});

/** The status of a request after `count` others in its minute; once more where a new minute began meanwhile. */
async function statusAfter(count: number): Promise<number> {
  await db.execute(sql`update api_key_requests set count = ${count}, minute_started_at = date_trunc('minute', clock_timestamp())
    where api_key_id = ${keyId}`);
  const { status } = await ask("/v1/auth/verify");
  return status === 429 ? status : statusAfter(count);
}

test("a flood beyond the limit is not kept request by request", async () => {
  await countRequest(keyId);
  await logged(async () => {
    await statusAfter(REQUESTS_PER_MINUTE);
    await statusAfter(2 * REQUESTS_PER_MINUTE);
  });
  expect((await listRequests(admin, { onlyErrors: true })).map(({ errorCode }) => errorCode)).toEqual([
    "rate_limit_exceeded",
  ]);
});

test("after thirty days a row is forgotten", async () => {
  await logged(async () => {
    await ask("/v1/auth/verify");
    await ask("/v1/profiles");
  });
  const [old] = await db.select().from(apiRequests).where(eq(apiRequests.route, "/v1/profiles"));
  await db
    .update(apiRequests)
    .set({ at: sql`now() - interval '31 days'` })
    .where(eq(apiRequests.id, old?.id ?? 0));
  await forgetOldRequests();
  expect((await listRequests(admin)).map(({ route }) => route)).toEqual(["/v1/auth/verify"]);
});

test("an address that is no text names nothing", async () => {
  expect((await ask("/v1/profiles/%E0%A4%A")).status).toBe(404);
});
