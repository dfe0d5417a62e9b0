import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { apiKeys } from "#db/schema/index.ts";
import { listConversations } from "#lib/inbox/conversation-queries.ts";
import { closeConversation, reopenConversation } from "#lib/inbox/conversations.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { recordTimeline } from "#lib/timeline.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { listTimeline, listTimelineById } from "./timeline.ts";

let anna: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;
let conversationId: string;

beforeEach(async () => {
  anna = await makeMember({ name: "Anna" });
  account = await makeAccount({ workspaceId: anna.workspaceId });
  await customerWrites("m1");
  conversationId = (await listConversations(anna, { view: "open" }))[0]?.id ?? "";
});

test("closing and reopening are told once each, with who did it and when", async () => {
  const since = await currentCursor();
  await closeConversation(anna, { conversationId });
  await closeConversation(anna, { conversationId });
  await reopenConversation(anna, { conversationId });
  const lines = await listTimeline(anna, conversationId);
  expect(lines.map(({ kind }) => kind)).toEqual(["closed", "reopened"]);
  expect(lines[0]).toMatchObject({ by: { id: anna.id, name: "Anna", isProgram: false }, at: expect.any(String) });
  const { eventIds } = await listChangesSince(anna.workspaceId, anna.id, since);
  expect(await listTimelineById(anna, eventIds)).toEqual(lines);
});

test("a customer who writes opens a closed conversation, and nobody did it", async () => {
  await closeConversation(anna, { conversationId });
  await customerWrites("m2");
  const lines = await listTimeline(anna, conversationId);
  expect(lines.map(({ kind, by }) => [kind, by?.name])).toEqual([
    ["closed", "Anna"],
    ["reopened", undefined],
  ]);
});

test("a program is named by its key, an assignment by the colleague, a label by its name", async () => {
  const key = { workspaceId: anna.workspaceId, name: "Shop", prefix: "p", keyHash: randomUUID() };
  const [program] = await db
    .insert(apiKeys)
    .values({ ...key, permission: "read-write" })
    .returning();
  await closeConversation({ workspaceId: anna.workspaceId, apiKeyId: program?.id ?? "" }, { conversationId });
  const ben = await makeMember({ name: "Ben", workspaceId: anna.workspaceId });
  const place = { id: conversationId, workspaceId: anna.workspaceId };
  await transaction(async (tx) => {
    await recordTimeline(tx, place, { memberId: anna.id }, "assigned", { assigneeId: ben.id });
    await recordTimeline(tx, place, { memberId: anna.id }, "labelled", { labelId: randomUUID(), name: "Urgent" });
  });
  const lines = await listTimeline(anna, conversationId);
  expect(lines[0]).toMatchObject({ kind: "closed", by: { name: "Shop", isProgram: true } });
  expect(lines).toContainEqual(expect.objectContaining({ kind: "assigned", assignee: { id: ben.id, name: "Ben" } }));
  expect(lines).toContainEqual(expect.objectContaining({ kind: "labelled", label: "Urgent" }));
});

test("a stranger reads no line, and a failure half-way leaves none", async () => {
  const stranger = await makeMember();
  const place = { id: conversationId, workspaceId: anna.workspaceId };
  const failing = transaction(async (tx) => {
    await recordTimeline(tx, place, {}, "woken");
    throw new Error("half-way");
  });
  await expect(failing).rejects.toThrow("half-way");
  expect(await listTimeline(anna, conversationId)).toEqual([]);
  await closeConversation(anna, { conversationId });
  expect(await listTimeline(stranger, conversationId)).toEqual([]);
  await expect(closeConversation(stranger, { conversationId })).rejects.toMatchObject({ code: "not_found" });
});

async function customerWrites(mid: string) {
  const { message } = wire(account.igId, "1284407719365528");
  await deliver(bodyOf(account.igId, [message(mid === "m1" ? 1 : 3_660, mid, "Hello")]));
}
