import "#test/database.ts";
import { and, eq, isNull } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { conversations, members } from "#db/schema/index.ts";
import { createSession, findLiveSession, findSession } from "#lib/auth/sessions.ts";
import { makeAccount, makeConversation, makeMember } from "#test/factories.ts";
import { changeRole, endMemberSessions, removeMember } from "./membership.ts";

const browser = { userAgent: "Firefox", previousToken: null };

async function makeTeam() {
  const admin = await makeMember();
  const { workspaceId } = admin;
  return { admin, agent: await makeMember({ workspaceId, role: "agent" }), stranger: await makeMember() };
}

const roleOf = async (id: string) =>
  (await db.select({ role: members.role }).from(members).where(eq(members.id, id)))[0]?.role;

test("a role is changed and the sessions under the old one end", async () => {
  const { admin, agent } = await makeTeam();
  const token = await createSession(agent.id, browser);
  const session = await findSession(token);
  await changeRole(admin, { memberId: agent.id, role: "admin" });
  expect(await roleOf(agent.id)).toBe("admin");
  expect(await findSession(token)).toBeNull();
  expect(await findLiveSession(session?.sessionId ?? "")).toBeNull();
});

test("the same role again changes nothing", async () => {
  const { admin, agent } = await makeTeam();
  const token = await createSession(agent.id, browser);
  await changeRole(admin, { memberId: agent.id, role: "agent" });
  expect(await findSession(token)).not.toBeNull();
});

test("a removed member is out at once, their conversations are free, and the second removal finds nobody", async () => {
  const { admin, agent } = await makeTeam();
  const conversation = await makeConversation(await makeAccount({ workspaceId: admin.workspaceId }));
  await db.update(conversations).set({ assigneeId: agent.id }).where(eq(conversations.id, conversation.id));
  const token = await createSession(agent.id, browser);
  await removeMember(admin, { memberId: agent.id });
  expect(await findSession(token)).toBeNull();
  const [freed] = await db.select().from(conversations).where(eq(conversations.id, conversation.id));
  expect(freed?.assigneeId).toBeNull();
  await expect(removeMember(admin, { memberId: agent.id })).rejects.toMatchObject({ code: "not_found" });
});

test("signing a member out everywhere leaves the member", async () => {
  const { admin, agent } = await makeTeam();
  const tokens = [await createSession(agent.id, browser), await createSession(agent.id, browser)];
  await endMemberSessions(admin, { memberId: agent.id });
  for (const token of tokens) expect(await findSession(token)).toBeNull();
  expect(await findSession(await createSession(agent.id, browser))).not.toBeNull();
});

test.each([
  ["change the role", (asker: never, memberId: string) => changeRole(asker, { memberId, role: "agent" })],
  ["remove", (asker: never, memberId: string) => removeMember(asker, { memberId })],
  ["end the sessions", (asker: never, memberId: string) => endMemberSessions(asker, { memberId })],
])("to %s, agents have no right and strangers find nobody", async (_, act) => {
  const { admin, agent, stranger } = await makeTeam();
  const before = await db.select().from(members).orderBy(members.id);
  await expect(act(agent as never, admin.id)).rejects.toMatchObject({ code: "forbidden" });
  await expect(act(stranger as never, admin.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(act(admin as never, crypto.randomUUID())).rejects.toMatchObject({ code: "not_found" });
  expect(await db.select().from(members).orderBy(members.id)).toEqual(before);
});

test("the last admin stays", async () => {
  const { admin } = await makeTeam();
  await expect(removeMember(admin, { memberId: admin.id })).rejects.toMatchObject({ code: "last_admin" });
  await expect(changeRole(admin, { memberId: admin.id, role: "agent" })).rejects.toMatchObject({ code: "last_admin" });
  expect(await roleOf(admin.id)).toBe("admin");
});

test("two admins who demote or remove each other at once, fifty times: one of them is left", async () => {
  for (let round = 0; round < 50; round++) {
    const one = await makeMember();
    const other = await makeMember({ workspaceId: one.workspaceId });
    const act =
      round % 2
        ? removeMember
        : (asker: typeof one, input: { memberId: string }) => changeRole(asker, { ...input, role: "agent" });
    await Promise.allSettled([act(one, { memberId: other.id }), act(other, { memberId: one.id })]);
    const left = and(eq(members.workspaceId, one.workspaceId), eq(members.role, "admin"), isNull(members.removedAt));
    expect(await db.$count(members, left)).toBe(1);
  }
});
