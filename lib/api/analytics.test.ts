import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { apiKeys, conversations, instagramAccounts } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let account: Awaited<ReturnType<typeof makeAccount>>;
let conversation: Awaited<ReturnType<typeof makeConversation>>;
let key: string;
let keyId: string;

/** Monday, 5 October 2026: asked twice at 9:00 and 9:01, answered at 9:03; on Tuesday asked at 10:00, answered three hours later by a program. */
beforeEach(async () => {
  const member = await makeMember();
  account = await makeAccount({ workspaceId: member.workspaceId });
  conversation = await makeConversation(account);
  ({ key, id: keyId } = await createApiKey(
    { workspaceId: member.workspaceId, createdBy: null },
    { name: "Reports", permission: "read" },
  ));
  const say = (at: string, values: Parameters<typeof makeMessage>[1]) =>
    makeMessage(conversation, { occurredAt: new Date(`2026-10-${at}Z`), ...values });
  const asked = { direction: "inbound", origin: "customer" } as const;
  const answered = { direction: "outbound", status: "sent" } as const;
  await say("05T09:00", asked);
  await say("05T09:01", asked);
  await say("05T09:03", { ...answered, origin: "antwort", sentBy: member.id });
  await say("05T09:04", { ...answered, origin: "antwort", sentBy: member.id });
  await say("06T10:00", asked);
  await say("06T13:00", { ...answered, origin: "antwort", sentByApiKey: keyId });
  await say("06T13:01", { direction: "outbound", origin: "antwort", status: "failed", sentBy: member.id, mid: null });
  await db
    .update(conversations)
    .set({ contactReadAt: new Date("2026-10-05T12:00Z") })
    .where(eq(conversations.id, conversation.id));
});

const OCTOBER = { fromDate: "2026-10-01", toDate: "2026-10-31" };

describe("analytics", () => {
  test("count by day, by hour and by source", async () => {
    const { inboxanalytics } = api.sdk(key);
    const volume = (await inboxanalytics.getInboxVolume({ query: OCTOBER })).data;
    expect(volume?.summary).toEqual({ received: 3, sent: 3, read: 2, failed: 1, uniqueConversations: 1 });
    expect(volume?.timeseries).toEqual([
      { date: "2026-10-05", received: 2, sent: 2, read: 2, failed: 0 },
      { date: "2026-10-06", received: 1, sent: 1, read: 0, failed: 1 },
    ]);
    const { data: monday } = await inboxanalytics.getInboxVolume({ query: { ...OCTOBER, toDate: "2026-10-05" } });
    expect(monday?.summary).toMatchObject({ received: 2, sent: 2 });
    const { data: human } = await inboxanalytics.getInboxVolume({ query: { ...OCTOBER, source: "human" } });
    expect(human?.summary).toMatchObject({ received: 0, sent: 2, failed: 1 });

    const heatmap = (await inboxanalytics.getInboxHeatmap({ query: { ...OCTOBER, action: "message.received" } })).data;
    expect(heatmap?.buckets).toEqual([
      { dow: 1, hour: 9, received: 2, sent: 0, read: 0 },
      { dow: 2, hour: 10, received: 1, sent: 0, read: 0 },
    ]);
    expect((await inboxanalytics.getInboxSourceBreakdown({ query: OCTOBER })).data?.sources).toMatchObject([
      { source: "contact", received: 3, sent: 0 },
      { source: "human", received: 0, sent: 2 },
      { source: "api", received: 0, sent: 1 },
    ]);
  });

  test("measure how long customers waited, from their oldest unanswered message", async () => {
    const { inboxanalytics } = api.sdk(key);
    const { data } = await inboxanalytics.getInboxResponseTime({ query: OCTOBER });
    expect(data?.summary).toMatchObject({ sampleSize: 2, fastestSeconds: 180, slowestSeconds: 10_800 });
    expect(data?.histogram).toContainEqual({ bucket: "1-5m", lowerSeconds: 60, upperSeconds: 300, count: 1 });
    expect(data?.histogram).toContainEqual({ bucket: "1-4h", lowerSeconds: 3_600, upperSeconds: 14_400, count: 1 });
    const { data: top } = await inboxanalytics.getInboxTopAccounts({ query: OCTOBER });
    expect(top?.accounts).toMatchObject([{ accountId: account.id, received: 3, sent: 3, repliedCount: 2 }]);
  });

  test("list conversations and look into one", async () => {
    const { inboxanalytics } = api.sdk(key);
    const { data } = await inboxanalytics.listInboxConversationAnalytics({ query: { ...OCTOBER, sortBy: "received" } });
    expect(data?.items).toMatchObject([{ conversationId: conversation.id, totalMessages: 7, failed: 1 }]);
    expect(data?.pagination).toEqual({ page: 1, limit: 20, total: 1, totalPages: 1, hasMore: false });
    const one = await inboxanalytics.getInboxConversationAnalytics({
      path: { conversationId: conversation.id },
      query: OCTOBER,
    });
    expect(one.data?.summary).toMatchObject({ received: 3, sent: 3, firstMessageAt: "2026-10-05T09:00:00.000Z" });
    expect(one.data?.bySource).toContainEqual({ source: "api", count: 1 });
  });

  test("say nothing of other workspaces, other platforms, or accounts beyond the key", async () => {
    const stranger = await createApiKey(
      { workspaceId: (await makeMember()).workspaceId, createdBy: null },
      { name: "Other", permission: "read" },
    );
    const theirs = api.sdk(stranger.key).inboxanalytics;
    expect((await theirs.getInboxVolume({ query: OCTOBER })).data?.summary).toMatchObject({ received: 0, sent: 0 });
    const path = { conversationId: conversation.id };
    await refusal(theirs.getInboxConversationAnalytics({ path, query: OCTOBER }));
    await refusal(theirs.getInboxVolume({ query: { ...OCTOBER, accountId: account.id } }));

    const { inboxanalytics } = api.sdk(key);
    const { data } = await inboxanalytics.getInboxVolume({ query: { ...OCTOBER, platform: "facebook" } });
    expect(data?.summary).toMatchObject({ received: 0 });
    await refusal(inboxanalytics.getInboxVolume({ query: { fromDate: "yesterday" } }));
    await refusal(inboxanalytics.getInboxVolume({ query: { fromDate: "2026-10-05", toDate: "2026-10-04" } }));

    const [other] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, account.id));
    const quiet = await makeAccount({ workspaceId: other?.workspaceId ?? "" });
    await db
      .update(apiKeys)
      .set({ accountIds: [quiet.id] })
      .where(eq(apiKeys.id, keyId));
    expect((await inboxanalytics.getInboxVolume({ query: OCTOBER })).data?.summary).toMatchObject({ received: 0 });
  });
});
