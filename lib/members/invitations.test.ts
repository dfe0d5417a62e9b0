import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { invitations, members } from "#db/schema/index.ts";
import { makeAccount, makeConversation, makeMember, makeMessage } from "#test/factories.ts";
import { acceptInvitation, inviteMember, revokeInvitation } from "./invitations.ts";
import { findInvitation, listInvitations, listMembers } from "./queries.ts";

const password = "a lantern on the pier";
let count = 0;
const newEmail = () => `invited-${++count}@example.com`;

test("a link makes one member, with the address and role it was made for", async () => {
  const admin = await makeMember();
  const account = await makeAccount({ workspaceId: admin.workspaceId });
  const message = await makeMessage(await makeConversation(account));
  const email = newEmail();
  const { token } = await inviteMember(admin, { email, role: "agent" });
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

test("five who accept at once become one member", async () => {
  const { token } = await inviteMember(await makeMember(), { email: newEmail(), role: "agent" });
  const tries = Array.from({ length: 5 }, () => acceptInvitation({ token, name: "Eve", password }));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a refused password does not use the link up", async () => {
  const { token } = await inviteMember(await makeMember(), { email: newEmail(), role: "agent" });
  await expect(acceptInvitation({ token, name: "Eve", password: "short" })).rejects.toMatchObject({
    code: "password_too_weak",
  });
  await acceptInvitation({ token, name: "Eve", password });
});

test("withdrawn, replaced, expired and invented links open nothing", async () => {
  const admin = await makeMember();
  const email = newEmail();
  const replaced = await inviteMember(admin, { email, role: "agent" });
  const withdrawn = await inviteMember(admin, { email, role: "agent" });
  const [listed] = await listInvitations(admin);
  await revokeInvitation(admin, { invitationId: listed?.id ?? "" });
  await revokeInvitation(admin, { invitationId: listed?.id ?? "" });
  const expired = await inviteMember(admin, { email: newEmail(), role: "agent" });
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
  await expect(inviteMember(admin, { email: admin.email, role: "agent" })).rejects.toMatchObject({
    code: "email_taken",
  });
  const email = newEmail();
  const { token } = await inviteMember(admin, { email, role: "agent" });
  await makeMember({ email });
  await expect(acceptInvitation({ token, name: "Eve", password })).rejects.toMatchObject({ code: "email_taken" });
  expect(await findInvitation(token)).not.toBeNull();
});

test("agents see and do nothing here, strangers find nothing", async () => {
  const admin = await makeMember();
  const agent = await makeMember({ workspaceId: admin.workspaceId, role: "agent" });
  await inviteMember(admin, { email: newEmail(), role: "agent" });
  const [invitation] = await listInvitations(admin);
  const invitationId = invitation?.id ?? "";
  await expect(inviteMember(agent, { email: newEmail(), role: "admin" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listMembers(agent)).rejects.toMatchObject({ code: "forbidden" });
  await expect(listInvitations(agent)).rejects.toMatchObject({ code: "forbidden" });
  await expect(revokeInvitation(agent, { invitationId })).rejects.toMatchObject({ code: "forbidden" });

  const stranger = await makeMember();
  await expect(revokeInvitation(stranger, { invitationId })).rejects.toMatchObject({ code: "not_found" });
  expect(await listInvitations(stranger)).toEqual([]);
  expect(await listMembers(stranger)).toHaveLength(1);
  expect(await listInvitations(admin)).toHaveLength(1);
});
