import { randomUUID } from "node:crypto";
import { db } from "#db/client.ts";
import {
  contacts,
  conversations,
  instagramAccounts,
  members,
  messages,
  sendAttempts,
  workspaces,
} from "#db/schema/index.ts";
import { sealToken } from "#lib/account-access.ts";
import type { Member } from "#lib/members/member.ts";

/** Rows for tests, complete and unlike each other; whatever a test is about it says itself. */
let count = 0;
const next = () => ++count;
const digits = (length: number) =>
  Array.from({ length }, (_, index) => (index === 0 ? 1 : Math.floor(Math.random() * 10))).join("");

export async function makeWorkspace() {
  const [workspace] = await db
    .insert(workspaces)
    .values({ name: `Workspace ${next()}` })
    .returning();
  return workspace as NonNullable<typeof workspace>;
}

export async function makeMember(values: Partial<typeof members.$inferInsert> = {}): Promise<Member> {
  const workspaceId = values.workspaceId ?? (await makeWorkspace()).id;
  const number = next();
  const [member] = await db
    .insert(members)
    .values({
      email: `member-${number}-${digits(8)}@example.com`,
      name: `Member ${number}`,
      passwordHash: "none",
      role: "admin",
      ...values,
      workspaceId,
    })
    .returning();
  return { ...(member as NonNullable<typeof member>), accountIds: null };
}

export async function makeAccount(values: Partial<typeof instagramAccounts.$inferInsert> & { token?: string } = {}) {
  const { token = `IGAA${digits(20)}`, ...rest } = values;
  const workspaceId = rest.workspaceId ?? (await makeWorkspace()).id;
  const id = randomUUID();
  const [account] = await db
    .insert(instagramAccounts)
    .values({
      id,
      igId: `1784${digits(13)}`,
      username: `account_${next()}`,
      tokenCiphertext: sealToken(token, { id, workspaceId }),
      tokenIssuedAt: new Date(),
      tokenExpiresAt: new Date(Date.now() + 60 * 86_400_000),
      ...rest,
      workspaceId,
    })
    .returning();
  return account as NonNullable<typeof account>;
}

type Account = Awaited<ReturnType<typeof makeAccount>>;

/** A conversation whose customer wrote `minutesAgo`; the window is open unless that is more than a day. */
export async function makeConversation(account: Account, { igsid = digits(16), minutesAgo = 5 } = {}) {
  const owner = { workspaceId: account.workspaceId, instagramAccountId: account.id };
  const [contact] = await db
    .insert(contacts)
    .values({ ...owner, igsid, username: `customer_${next()}` })
    .returning();
  const at = new Date(Date.now() - minutesAgo * 60_000);
  const [conversation] = await db
    .insert(conversations)
    .values({ ...owner, contactId: contact?.id ?? "", lastMessageAt: at, lastInboundAt: at })
    .returning();
  return { ...(conversation as NonNullable<typeof conversation>), igsid };
}

export async function makeMessage(
  conversation: { id: string; workspaceId: string; instagramAccountId: string },
  values: Partial<typeof messages.$inferInsert> = {},
) {
  const { workspaceId, instagramAccountId, id: conversationId } = conversation;
  const [message] = await db
    .insert(messages)
    .values({
      workspaceId,
      instagramAccountId,
      conversationId,
      mid: `mid_${randomUUID()}`,
      direction: "inbound",
      origin: "customer",
      occurredAt: new Date(),
      text: `Message ${next()}`,
      ...values,
    })
    .returning();
  return message as NonNullable<typeof message>;
}

/** Begun, and its outcome not known yet. */
export async function makeAttempt(message: { id: string }, startedAt = new Date(), attempt = 1) {
  await db.insert(sendAttempts).values({ messageId: message.id, attempt, startedAt });
}
