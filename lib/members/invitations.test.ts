import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { invitations, mails, members } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { sendMail } from "#lib/mail/send.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { startMailServer } from "#test/mail-server.ts";
import { acceptInvitation, inviteMember, revokeInvitation } from "./invitations.ts";
import { findInvitation, listInvitations, listMembers } from "./queries.ts";

const server = await startMailServer();
const password = "a lantern on the pier";
const locale = "en";
let count = 0;
const newEmail = () => `invited-${++count}@example.com`;

test("a link makes one member, with the address and role it was made for", async () => {
  const admin = await makeMember();
  const account = await makeAccount({ workspaceId: admin.workspaceId });
  const message = await makeMessage(await makeConversation(account));
  const email = newEmail();
  const { token } = await inviteMember(admin, { email, role: "agent", locale });
  expect(await db.select().from(invitations).where(eq(invitations.tokenHash, token))).toEqual([]);

  for (let look = 0; look < 3; look++) expect(await findInvitation(token)).toMatchObject({ email, role: "agent" });
  const { id } = await acceptInvitation({ token, name: "Eve", password });
  const [member] = await db.select().from(members).where(eq(members.id, id));
  expect(member).toMatchObject({
    email,
    role: "agent",
    name: "Eve",
    workspaceId: admin.workspaceId,
    readFromSeq: message.seq,
  });

  expect(await findInvitation(token)).toBeNull();
  await expect(acceptInvitation({ token, name: "Eve", password })).rejects.toMatchObject({
    code: "invitation_invalid",
  });
});

describe("where there is a mail server", () => {
  test("the link goes there as well, in the inviter's language, and is kept nowhere afterwards", async () => {
    const admin = await makeMember({ name: "Jörg\r\nBcc: thief@evil.example" });
    const email = newEmail();
    const { token, isMailed } = await inviteMember(admin, { email, role: "agent", locale: "de" });
    expect(isMailed).toBe(true);
    const [waiting] = await mailsOf(admin);
    expect(JSON.stringify([waiting, await jobsNamed("send-mail")])).not.toContain(token);
    await sendMail(waiting?.id ?? "");
    await sendMail(waiting?.id ?? "");

    expect(server.taken.map(({ to }) => to)).toEqual([[email]]);
    const [letter] = server.taken;
    expect(letter?.head).not.toMatch(/^bcc:/im);
    expect(letter?.subject).toMatch(/^Jörg Bcc: thief@evil\.example lädt Sie zu „.+“ ein$/);
    expect(letter?.text).toContain("Guten Tag!\r\n");
    expect(letter?.text).toContain(`http://localhost:3000/invite/${token}`);
    expect(await mailsOf(admin)).toMatchObject([{ sentAt: expect.any(Date), secretCiphertext: null }]);
    await acceptInvitation({ token, name: "Eve", password });
  });

  test("a link that was withdrawn, replaced or used meanwhile is not sent, and kept nowhere", async () => {
    const admin = await makeMember();
    const email = newEmail();
    await inviteMember(admin, { email, role: "agent", locale });
    await inviteMember(admin, { email, role: "agent", locale });
    const [open] = await listInvitations(admin);
    await revokeInvitation(admin, { invitationId: open?.id ?? "" });
    const { token } = await inviteMember(admin, { email: newEmail(), role: "agent", locale });
    await acceptInvitation({ token, name: "Eve", password });
    for (const { id } of await mailsOf(admin)) await sendMail(id);
    expect(server.taken).toEqual([]);
    const outdated = { failure: "outdated", secretCiphertext: null };
    expect(await mailsOf(admin)).toMatchObject([outdated, outdated, outdated]);
  });

  test("a refused invitation mails nothing, nor does any without a mail server", async () => {
    const admin = await makeMember();
    await expect(inviteMember(admin, { email: admin.email, role: "agent", locale })).rejects.toThrow();
    env().MAIL = null;
    const { isMailed } = await inviteMember(admin, { email: newEmail(), role: "agent", locale });
    expect(isMailed).toBe(false);
    expect(await mailsOf(admin)).toEqual([]);
  });
});

test("five who accept at once become one member", async () => {
  const { token } = await inviteMember(await makeMember(), { email: newEmail(), role: "agent", locale });
  const tries = Array.from({ length: 5 }, () => acceptInvitation({ token, name: "Eve", password }));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a refused password does not use the link up", async () => {
  const { token } = await inviteMember(await makeMember(), { email: newEmail(), role: "agent", locale });
  await expect(acceptInvitation({ token, name: "Eve", password: "short" })).rejects.toMatchObject({
    code: "password_too_weak",
  });
  await acceptInvitation({ token, name: "Eve", password });
});

test("withdrawn, replaced, expired and invented links open nothing", async () => {
  const admin = await makeMember();
  const email = newEmail();
  const replaced = await inviteMember(admin, { email, role: "agent", locale });
  const withdrawn = await inviteMember(admin, { email, role: "agent", locale });
  const [listed] = await listInvitations(admin);
  await revokeInvitation(admin, { invitationId: listed?.id ?? "" });
  await revokeInvitation(admin, { invitationId: listed?.id ?? "" });
  const expired = await inviteMember(admin, { email: newEmail(), role: "agent", locale });
  await db.update(invitations).set({ expiresAt: sql`now() - interval '1 second'` }).where(sql`accepted_at is null`);
  for (const token of [replaced.token, withdrawn.token, expired.token, "invented", ""]) {
    expect(await findInvitation(token)).toBeNull();
    await expect(acceptInvitation({ token, name: "Eve", password })).rejects.toMatchObject({
      code: "invitation_invalid",
    });
  }
  expect(await listInvitations(admin)).toEqual([]);
});

test("an address that a member has is refused, when inviting and when accepting", async () => {
  const admin = await makeMember();
  await expect(inviteMember(admin, { email: admin.email, role: "agent", locale })).rejects.toMatchObject({
    code: "email_taken",
  });
  const email = newEmail();
  const { token } = await inviteMember(admin, { email, role: "agent", locale });
  await makeMember({ email });
  await expect(acceptInvitation({ token, name: "Eve", password })).rejects.toMatchObject({ code: "email_taken" });
  expect(await findInvitation(token)).not.toBeNull();
});

test("agents see and do nothing here, strangers find nothing", async () => {
  const admin = await makeMember();
  const agent = await makeMember({ workspaceId: admin.workspaceId, role: "agent", locale });
  await inviteMember(admin, { email: newEmail(), role: "agent", locale });
  const [invitation] = await listInvitations(admin);
  const invitationId = invitation?.id ?? "";
  await expect(inviteMember(agent, { email: newEmail(), role: "admin", locale })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(listMembers(agent)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listInvitations(agent)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeInvitation(agent, { invitationId })).rejects.toMatchObject({ code: "forbidden" });

  const stranger = await makeMember();
  await expect(revokeInvitation(stranger, { invitationId })).rejects.toMatchObject({ code: "not_found" });
  expect(await listInvitations(stranger)).toEqual([]);
  expect(await listMembers(stranger)).toHaveLength(1);
  expect(await listInvitations(admin)).toHaveLength(1);
});

function mailsOf({ workspaceId }: { workspaceId: string }) {
  return db.select().from(mails).where(eq(mails.workspaceId, workspaceId));
}
