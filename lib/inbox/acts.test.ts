import "#test/database.ts";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversationEvents, conversations, memberAccounts, messages, notifications } from "#db/schema/index.ts";
import type { Member } from "#lib/members/member.ts";
import { currentCursor, listChangesSince } from "#lib/realtime/changes.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { bodyOf, deliver, wire } from "#test/webhooks.ts";
import { assignConversations } from "./assign.ts";
import { getConversation, listConversations } from "./conversation-queries.ts";
import { closeConversations, markAllRead, markAllUnread, reopenConversations } from "./conversations.ts";
import { createLabel, deleteLabel, labelConversations, listLabels, listLabelsInUse, updateLabel } from "./labels.ts";
import { snoozeConversations, wakeConversations } from "./snooze.ts";
import { storeReplies } from "./store-replies.ts";

let member: Member;
let colleague: Member;
let stranger: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;
let id: string;
let otherId: string;

beforeEach(async () => {
  member = await makeMember();
  colleague = await makeMember({ workspaceId: member.workspaceId, role: "agent" });
  stranger = await makeMember();
  account = await makeAccount({ workspaceId: member.workspaceId });
  id = (await makeConversation(account)).id;
  otherId = (await makeConversation(account)).id;
});

describe("assigning", () => {
  test("gives to a colleague, who hears of it once, and takes back", async () => {
    const given = { conversationIds: [id], assigneeId: colleague.id };
    expect(await assignConversations(member, given)).toEqual({ changedIds: [id], refusedIds: [] });
    expect(await assignConversations(member, given)).toEqual({ changedIds: [], refusedIds: [] });
    expect(await listConversations(colleague, { view: "mine" })).toMatchObject([{ id }]);
    expect(await newsOf(colleague)).toMatchObject([{ kind: "assigned", actorId: member.id, conversationId: id }]);

    await assignConversations(member, { conversationIds: [id], assigneeId: null });
    expect((await getConversation(member, id)).assignee).toBeNull();
    expect(await eventsOf(id)).toMatchObject([
      { kind: "assigned", memberId: member.id, detail: { assigneeId: colleague.id } },
      { kind: "unassigned", memberId: member.id, detail: { assigneeId: colleague.id } },
    ]);
  });

  test("to oneself tells nobody", async () => {
    await assignConversations(member, { conversationIds: [id], assigneeId: member.id });
    expect(await newsOf(member)).toEqual([]);
  });

  test("many tells which could not be given, and gives the others", async () => {
    const foreign = await makeConversation(await makeAccount());
    const hidden = await makeConversation(await makeAccount({ workspaceId: member.workspaceId }));
    await db.insert(memberAccounts).values({ memberId: colleague.id, instagramAccountId: account.id });
    const conversationIds = [id, otherId, foreign.id, hidden.id];
    const acted = await assignConversations(member, { conversationIds, assigneeId: colleague.id });
    expect(new Set(acted.changedIds)).toEqual(new Set([id, otherId]));
    expect(new Set(acted.refusedIds)).toEqual(new Set([foreign.id, hidden.id]));
  });

  test("to a stranger or a removed member is refused and leaves nothing behind", async () => {
    const removed = await makeMember({ workspaceId: member.workspaceId, removedAt: new Date() });
    for (const assigneeId of [stranger.id, removed.id]) {
      const given = { conversationIds: [id], assigneeId };
      await expect(assignConversations(member, given)).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await getConversation(member, id)).assignee).toBeNull();
    expect(await eventsOf(id)).toEqual([]);
  });

  test("happens by itself with the first answer, unless somebody has it", async () => {
    const answer = (conversationId: string) => ({
      conversationId,
      parts: [{ messageId: crypto.randomUUID(), text: "Hello" }],
    });
    await storeReplies(colleague, answer(id));
    await storeReplies(member, answer(id));
    expect((await getConversation(member, id)).assignee?.id).toBe(colleague.id);
    expect(await newsOf(colleague)).toEqual([]);
    expect(await eventsOf(id)).toMatchObject([{ kind: "assigned", memberId: colleague.id }]);
  });
});

describe("snoozing", () => {
  const soon = () => new Date(Date.now() + 60_000);

  test("takes out of the open views until the moment, then brings back unread for whoever has it", async () => {
    const { seq } = await makeMessage({ ...account, id, instagramAccountId: account.id });
    await db.update(conversations).set({ lastInboundSeq: seq }).where(eq(conversations.id, id));
    await markAllRead(member, { conversationIds: [id] });
    const until = soon();
    await snoozeConversations(member, { conversationIds: [id], until });
    expect(await snoozeConversations(member, { conversationIds: [id], until })).toMatchObject({ changedIds: [] });
    expect(await listConversations(member, { view: "open" })).toMatchObject([{ id: otherId }]);
    expect(await listConversations(member, { view: "snoozed" })).toMatchObject([
      { id, snoozedUntil: until.toISOString() },
    ]);

    await wakeConversations();
    expect((await getConversation(member, id)).snoozedUntil).not.toBeNull();
    await db
      .update(conversations)
      .set({ snoozedUntil: new Date(Date.now() - 1000) })
      .where(eq(conversations.id, id));
    await wakeConversations();
    await wakeConversations();
    expect(await getConversation(member, id)).toMatchObject({ snoozedUntil: null, unreadCount: 1 });
    expect(kindsOf(await eventsOf(id))).toEqual(["snoozed", "woken"]);
  });

  test("ends at once when the customer writes, not with history or what we write", async () => {
    const { message, echo } = wire(account.igId, "1284407719365528");
    await deliver(bodyOf(account.igId, [message(1, "m1", "Hello")]));
    const [conversation] = (await listConversations(member)).filter((row) => row.contact.igsid === "1284407719365528");
    const conversationIds = [conversation?.id ?? ""];
    await snoozeConversations(member, { conversationIds, until: soon() });
    await deliver(bodyOf(account.igId, [echo(2, "m2", "Tomorrow.")]));
    expect((await getConversation(member, conversationIds[0] ?? "")).snoozedUntil).not.toBeNull();
    await deliver(bodyOf(account.igId, [message(3, "m3", "Still there?")]));
    expect((await getConversation(member, conversationIds[0] ?? "")).snoozedUntil).toBeNull();
    expect(kindsOf(await eventsOf(conversationIds[0] ?? ""))).toEqual(["snoozed", "woken"]);
  });

  test("brings back what was done, and done ends it", async () => {
    await closeConversations(member, { conversationIds: [id] });
    await snoozeConversations(member, { conversationIds: [id], until: soon() });
    expect(await getConversation(member, id)).toMatchObject({ closedAt: null });
    await closeConversations(member, { conversationIds: [id] });
    expect(await getConversation(member, id)).toMatchObject({ snoozedUntil: null });
    await reopenConversations(member, { conversationIds: [id] });
    await snoozeConversations(member, { conversationIds: [id], until: soon() });
    await reopenConversations(member, { conversationIds: [id] });
    expect(kindsOf(await eventsOf(id))).toEqual(["closed", "snoozed", "closed", "reopened", "snoozed", "woken"]);
  });

  test.each([
    ["a moment that is past", -1],
    ["more than a year", 400 * 86_400_000],
    ["no moment at all", Number.NaN],
  ])("refuses %s", async (_, ms) => {
    const run = async () => snoozeConversations(member, { conversationIds: [id], until: new Date(Date.now() + ms) });
    await expect(run()).rejects.toMatchObject({ code: "invalid_input" });
  });
});

describe("labels", () => {
  test("are put on and taken off, twice changes nothing, and rows tell browsers", async () => {
    const { id: labelId } = await createLabel(member, { name: "  Order ", color: "green" });
    const before = await getConversation(member, id);
    const start = await currentCursor();
    const on = { conversationIds: [id, otherId], labelId, isOn: true };
    expect((await labelConversations(member, on)).changedIds).toHaveLength(2);
    expect((await labelConversations(member, on)).changedIds).toEqual([]);
    const after = await getConversation(member, id);
    expect(after.labelIds).toEqual([labelId]);
    expect(after.version).toBeGreaterThan(before.version);
    const { conversationIds } = await listChangesSince(member.workspaceId, member.id, start);
    expect(conversationIds).toContain(id);
    await labelConversations(member, { ...on, isOn: false, conversationIds: [id] });
    expect((await getConversation(member, id)).labelIds).toEqual([]);
    expect(await eventsOf(id)).toMatchObject([
      { kind: "labelled", detail: { labelId, name: "Order" } },
      { kind: "unlabelled", detail: { labelId, name: "Order" } },
    ]);
  });

  test("are made, renamed and deleted; a name is there once, whatever its case", async () => {
    const { id: labelId } = await createLabel(member, { name: "Order", color: "green" });
    await createLabel(stranger, { name: "Order", color: "green" });
    await expect(createLabel(member, { name: "ORDER", color: "red" })).rejects.toMatchObject({ code: "label_taken" });
    await expect(createLabel(member, { name: " ", color: "red" })).rejects.toMatchObject({ code: "invalid_input" });
    await updateLabel(member, { labelId, name: "order", color: "blue" });
    expect(await listLabels(member)).toEqual([{ id: labelId, name: "order", color: "blue" }]);
    expect(await listLabelsInUse(member)).toMatchObject([{ id: labelId, conversationCount: 0 }]);
    await labelConversations(member, { conversationIds: [id, otherId], labelId, isOn: true });
    await closeConversations(member, { conversationIds: [otherId] });
    expect(await listLabelsInUse(colleague)).toMatchObject([{ id: labelId, conversationCount: 2 }]);
    expect(await listLabelsInUse(stranger)).toMatchObject([{ name: "Order", conversationCount: 0 }]);
    await deleteLabel(colleague, { labelId });
    expect(await listLabels(member)).toEqual([]);
    expect((await getConversation(member, id)).labelIds).toEqual([]);
  });

  test("of a stranger are not found, nor are a stranger's conversations", async () => {
    const { id: labelId } = await createLabel(stranger, { name: "Order", color: "green" });
    for (const run of [
      () => labelConversations(member, { conversationIds: [id], labelId, isOn: true }),
      () => labelConversations(stranger, { conversationIds: [id], labelId, isOn: true }),
      () => updateLabel(member, { labelId, name: "Mine", color: "red" }),
      () => deleteLabel(member, { labelId }),
    ])
      await expect(run()).rejects.toMatchObject({ code: "not_found" });
    expect((await getConversation(member, id)).labelIds).toEqual([]);
  });
});

test("many are marked read and unread at once, for one member alone", async () => {
  const { seq } = await makeMessage({ ...account, id, instagramAccountId: account.id });
  await db.update(conversations).set({ lastInboundSeq: seq }).where(eq(conversations.id, id));
  await markAllRead(member, { conversationIds: [id, otherId] });
  expect((await getConversation(member, id)).unreadCount).toBe(0);
  expect((await getConversation(colleague, id)).unreadCount).toBe(1);
  await markAllUnread(member, { conversationIds: [id, otherId] });
  expect((await getConversation(member, id)).unreadCount).toBe(1);
  expect(await db.select().from(messages).where(eq(messages.conversationId, otherId))).toEqual([]);
});

test("what is out of a member's reach is not found by any act", async () => {
  const agent: Member = { ...colleague, accountIds: [(await makeAccount({ workspaceId: member.workspaceId })).id] };
  const conversationIds = [id];
  const { id: labelId } = await createLabel(member, { name: "Order", color: "green" });
  for (const run of [
    () => closeConversations(agent, { conversationIds }),
    () => reopenConversations(agent, { conversationIds }),
    () => assignConversations(agent, { conversationIds, assigneeId: agent.id }),
    () => snoozeConversations(agent, { conversationIds, until: new Date(Date.now() + 60_000) }),
    () => labelConversations(agent, { conversationIds, labelId, isOn: true }),
    () => markAllUnread(agent, { conversationIds }),
    () => markAllRead(agent, { conversationIds }),
    () => getConversation(agent, id),
    () => storeReplies(agent, { conversationId: id, parts: [{ messageId: crypto.randomUUID(), text: "Hello" }] }),
  ])
    await expect(run()).rejects.toMatchObject({ code: "not_found" });
  expect(await eventsOf(id)).toEqual([]);
});

test("more than 200 at once are refused", async () => {
  const conversationIds = Array.from({ length: 201 }, () => crypto.randomUUID());
  await expect(closeConversations(member, { conversationIds })).rejects.toMatchObject({ code: "invalid_input" });
});

function eventsOf(conversationId: string) {
  return db
    .select()
    .from(conversationEvents)
    .where(eq(conversationEvents.conversationId, conversationId))
    .orderBy(asc(conversationEvents.at));
}

function newsOf({ id: memberId }: Member) {
  return db.select().from(notifications).where(eq(notifications.memberId, memberId));
}

function kindsOf(events: { kind: string }[]): string[] {
  return events.map(({ kind }) => kind);
}
