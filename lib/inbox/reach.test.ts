import "#test/database.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { type Attachment, contacts, conversations, messages, sessions } from "#db/schema/index.ts";
import { createSession, findLiveSession, findSession } from "#lib/auth/sessions.ts";
import { openMedia } from "#lib/media/media.ts";
import { openAccountPicture, openContactPicture } from "#lib/media/pictures.ts";
import type { Member } from "#lib/members/member.ts";
import { setMemberAccounts } from "#lib/members/reach.ts";
import { currentCursor } from "#lib/realtime/changes.ts";
import { listPresence, showPresence } from "#lib/teamwork/presence.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { listAccountsShown } from "./accounts-shown.ts";
import { assignConversations } from "./assign.ts";
import { findConversation, getConversation, listConversations, listConversationsById } from "./conversation-queries.ts";
import { closeConversations, markRead } from "./conversations.ts";
import { getDelta } from "./delta.ts";
import { loadFirstScreen } from "./first-screen.ts";
import { listMessages, listMessagesById, listMessagesUntil } from "./message-queries.ts";
import { queueReplies, retryReply } from "./replies.ts";
import { discardReply } from "./take-back.ts";
import { DEFAULT_PLACE } from "./views.ts";

type Account = Awaited<ReturnType<typeof makeAccount>>;
type Thread = { conversation: Awaited<ReturnType<typeof makeConversation>>; messageId: string };

let admin: Member;
let agent: Member;
let mine: Account;
let hidden: Account;
let open: Thread;
let secret: Thread;

beforeEach(async () => {
  admin = await makeMember();
  const { workspaceId } = admin;
  agent = await makeMember({ workspaceId, role: "agent" });
  mine = await makeAccount({ workspaceId });
  hidden = await makeAccount({ workspaceId, pictureUrl: "https://cdn.example/account.jpg" });
  open = await makeThread(mine);
  secret = await makeThread(hidden);
  await setMemberAccounts(admin, { memberId: agent.id, accountIds: [mine.id] });
  agent = await fromSession(agent);
});

describe("a member who may see one account", () => {
  test("finds nothing of another one, by no road", async () => {
    const { id } = secret.conversation;
    expect(agent.accountIds).toEqual([mine.id]);
    expect(await listAccountsShown(agent)).toMatchObject([{ id: mine.id }]);
    expect(await listConversationsById(agent, [id, open.conversation.id])).toMatchObject([
      { id: open.conversation.id },
    ]);
    expect(await findConversation(agent, id)).toBeNull();
    expect(await listMessages(agent, id)).toEqual([]);
    expect(await listMessagesById(agent, [secret.messageId, open.messageId])).toMatchObject([{ id: open.messageId }]);
    const { first } = await loadFirstScreen(agent, { place: DEFAULT_PLACE, conversationId: id });
    expect(first).toMatchObject({ opened: null, counts: { views: { open: 1 } } });
    expect(first.conversations).toMatchObject([{ id: open.conversation.id }]);
    for (const run of [
      () => getConversation(agent, id),
      () => listMessagesUntil(agent, id, { around: secret.messageId }),
      () => markRead(agent, { conversationId: id, throughSeq: 1 }),
      () => closeConversations(agent, { conversationIds: [id] }),
      () => queueReplies(agent, { conversationId: id, parts: [{ messageId: crypto.randomUUID(), text: "Hello" }] }),
      () => openMedia(agent, secret.messageId, 0),
      () => openContactPicture(agent, secret.conversation.contactId),
      () => openAccountPicture(agent, hidden.id),
    ])
      await expect(run()).rejects.toMatchObject({ code: "not_found" });
  });

  test("of many conversations changes those within reach and is told of the others", async () => {
    const conversationIds = [secret.conversation.id, open.conversation.id];
    expect(await closeConversations(agent, { conversationIds })).toEqual({
      changedIds: [open.conversation.id],
      refusedIds: [secret.conversation.id],
    });
    expect((await getConversation(admin, secret.conversation.id)).closedAt).toBeNull();
  });

  test("cannot touch replies of another account", async () => {
    const failed = { direction: "outbound", origin: "antwort", status: "failed", mid: null } as const;
    const { id: messageId } = await makeMessage(secret.conversation, failed);
    await expect(retryReply(agent, { messageId })).rejects.toMatchObject({ code: "not_found" });
    await expect(discardReply(agent, { messageId })).rejects.toMatchObject({ code: "not_found" });
    expect(await db.$count(messages, eq(messages.id, messageId))).toBe(1);
  });

  test("hears nothing of it, not even that something happened", async () => {
    const since = await currentCursor();
    const conversationIds = [secret.conversation.id, open.conversation.id];
    await closeConversations(admin, { conversationIds });
    const delta = await getDelta(agent, since);
    expect(delta.conversations).toMatchObject([{ id: open.conversation.id }]);
    expect(JSON.stringify(delta)).not.toContain(secret.conversation.id);
    expect((await getDelta(admin, since)).conversations).toHaveLength(2);
    await showPresence(admin, { tabId: crypto.randomUUID(), conversationId: secret.conversation.id, isWriting: false });
    expect(await listPresence(agent)).toEqual([]);
  });
});

describe("who may see which account", () => {
  test("is for admins to say; browsers with the old right are signed out and what they had is free", async () => {
    const conversationIds = [secret.conversation.id, open.conversation.id];
    await setMemberAccounts(admin, { memberId: agent.id, accountIds: null });
    await assignConversations(admin, { conversationIds, assigneeId: agent.id });
    const token = await createSession(agent.id, { userAgent: null, previousToken: null });
    const [session] = await db.select().from(sessions).where(eq(sessions.memberId, agent.id)).limit(1);

    await setMemberAccounts(admin, { memberId: agent.id, accountIds: [mine.id] });
    expect(await findSession(token)).toBeNull();
    expect(await findLiveSession(session?.id ?? "")).toBeNull();
    const rows = await db.select().from(conversations).where(eq(conversations.assigneeId, agent.id));
    expect(rows.map(({ id }) => id)).toEqual([open.conversation.id]);
  });

  test("said twice changes nothing, and null opens all again", async () => {
    const token = await createSession(agent.id, { userAgent: null, previousToken: null });
    await setMemberAccounts(admin, { memberId: agent.id, accountIds: [mine.id, mine.id] });
    expect(await findSession(token)).not.toBeNull();
    await setMemberAccounts(admin, { memberId: agent.id, accountIds: null });
    expect(await listConversations(await fromSession(agent))).toHaveLength(2);
  });

  test("cannot be said of admins, strangers, or with accounts that are not there, nor by agents", async () => {
    const stranger = await makeMember({ role: "agent" });
    const theirs = await makeAccount();
    const colleague = await makeMember({ workspaceId: admin.workspaceId });
    for (const [by, memberId, accountIds, code] of [
      [admin, colleague.id, [mine.id], "invalid_input"],
      [admin, stranger.id, [mine.id], "not_found"],
      [admin, agent.id, [theirs.id], "not_found"],
      [admin, agent.id, [], "invalid_input"],
      [agent, agent.id, null, "forbidden"],
    ] as const) {
      const wish = { memberId, accountIds: accountIds && [...accountIds] };
      await expect(setMemberAccounts(by, wish)).rejects.toMatchObject({ code });
    }
    expect((await fromSession(agent)).accountIds).toEqual([mine.id]);
  });
});

async function makeThread(account: Account): Promise<Thread> {
  const conversation = await makeConversation(account);
  const attachments = [imageAt("https://cdn.example/photo.jpg")];
  const { id: messageId } = await makeMessage(conversation, { attachments });
  await db
    .update(contacts)
    .set({ pictureUrl: "https://cdn.example/face.jpg" })
    .where(eq(contacts.id, conversation.contactId));
  return { conversation, messageId };
}

function imageAt(url: string): Attachment {
  return { type: "image", url, linkUrl: null, title: null } as Attachment;
}

/** As every request finds them. */
async function fromSession({ id }: Member): Promise<Member> {
  const session = await findSession(await createSession(id, { userAgent: null, previousToken: null }));
  if (!session) throw new Error("The session was not found.");
  return session.member;
}
