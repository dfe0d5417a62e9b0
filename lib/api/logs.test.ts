import "#test/database.ts";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { tokenEvents } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let workspaceId: string;
let account: Awaited<ReturnType<typeof makeAccount>>;

const sdkOf = async (workspaceId: string, accountIds: string[] | null = null) => {
  const input = { name: "Log", permission: "read", accountIds } as const;
  return api.sdk((await createApiKey({ workspaceId, createdBy: null }, input)).key).logs;
};

beforeEach(async () => {
  ({ workspaceId } = await makeMember());
  account = await makeAccount({ workspaceId });
  const conversation = await makeConversation(account);
  const failure = { reason: "unavailable", code: 551, subcode: null, traceId: null };
  await makeMessage(conversation, { direction: "inbound", origin: "customer", text: "TXT_CANARY" });
  await makeMessage(conversation, { direction: "outbound", origin: "antwort", status: "failed", failure, mid: null });
  await db.insert(tokenEvents).values({ instagramAccountId: account.id, kind: "refresh_failed" });
});

test("the log tells of messages and accounts, newest first, without anybody's words", async () => {
  const logs = await sdkOf(workspaceId);
  const { data } = await logs.listLogs();
  expect(data?.pagination).toMatchObject({ total: 3, hasMore: false });
  expect(JSON.stringify(data)).not.toContain("TXT_CANARY");
  const of = async (query: object) => (await logs.listLogs({ query })).data?.logs;
  expect(await of({ type: "connections" })).toMatchObject([{ action: "account.refresh_failed", status: "failed" }]);
  expect(await of({ action: "message.failed" })).toMatchObject([{ error_code: "unavailable", account_id: account.id }]);
  expect(await of({ type: "messaging", limit: 1 })).toHaveLength(1);
  for (const query of [{ type: "publishing" }, { platform: "facebook" }, { status: "skipped" }]) {
    expect(await of(query)).toEqual([]);
  }
});

test("of others, and of accounts beyond the key, it tells nothing", async () => {
  const stranger = await sdkOf((await makeMember()).workspaceId);
  expect((await stranger.listLogs()).data?.logs).toEqual([]);
  await refusal(stranger.listLogs({ query: { accountId: account.id } }));
  const other = await makeAccount({ workspaceId });
  expect((await (await sdkOf(workspaceId, [other.id])).listLogs()).data?.logs).toEqual([]);
});
