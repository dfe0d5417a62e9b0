import "#test/database.ts";
import { expect, test } from "vitest";
import { createSession, findSession } from "#lib/auth/sessions.ts";
import { hashPassword } from "#lib/passwords.ts";
import { makeMember } from "#test/factories.ts";
import { changePassword, endOwnSession, renameMember } from "./profile.ts";
import { listMembers, listOwnSessions } from "./queries.ts";

const browser = { userAgent: "Firefox", previousToken: null };
const oldPassword = "a lantern on the pier";
const newPassword = "a heron by the weir";

async function makeSignedIn() {
  const member = await makeMember({ passwordHash: await hashPassword(oldPassword, "") });
  const [here, elsewhere] = [await createSession(member.id, browser), await createSession(member.id, browser)];
  return { member, here, elsewhere, keepSessionId: (await findSession(here))?.sessionId ?? "" };
}

test("a new password ends every session but the one it was changed in", async () => {
  const { member, here, elsewhere, keepSessionId } = await makeSignedIn();
  await changePassword(member, { currentPassword: oldPassword, newPassword, keepSessionId });
  expect(await findSession(here)).not.toBeNull();
  expect(await findSession(elsewhere)).toBeNull();
  await expect(
    changePassword(member, { currentPassword: oldPassword, newPassword, keepSessionId }),
  ).rejects.toMatchObject({
    code: "wrong_credentials",
  });
});

test("a wrong or weak password changes nothing", async () => {
  const { member, elsewhere, keepSessionId } = await makeSignedIn();
  const wrong = { currentPassword: "wrong", newPassword, keepSessionId };
  const weak = { currentPassword: oldPassword, newPassword: "111111111111", keepSessionId };
  await expect(changePassword(member, wrong)).rejects.toMatchObject({ code: "wrong_credentials" });
  await expect(changePassword(member, weak)).rejects.toMatchObject({ code: "password_too_weak" });
  expect(await findSession(elsewhere)).not.toBeNull();
  await changePassword(member, { currentPassword: oldPassword, newPassword, keepSessionId });
});

test("of two changes at once one holds", async () => {
  const { member, keepSessionId } = await makeSignedIn();
  const change = (suffix: string) =>
    changePassword(member, { currentPassword: oldPassword, newPassword: newPassword + suffix, keepSessionId });
  const results = await Promise.allSettled([change("1"), change("2")]);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("own sessions are listed and ended; other people's are not found", async () => {
  const { member, elsewhere } = await makeSignedIn();
  const sessionId = (await findSession(elsewhere))?.sessionId ?? "";
  await expect(endOwnSession(await makeMember(), { sessionId })).rejects.toMatchObject({ code: "not_found" });
  expect(await listOwnSessions(member)).toHaveLength(2);
  await endOwnSession(member, { sessionId });
  await endOwnSession(member, { sessionId });
  expect(await findSession(elsewhere)).toBeNull();
  expect(await listOwnSessions(member)).toHaveLength(1);
});

test("the list of members tells names, open sessions and when they were last here", async () => {
  const { member } = await makeSignedIn();
  await renameMember(member, { name: "Grace" });
  const [row] = await listMembers(member);
  expect(row).toMatchObject({ id: member.id, name: "Grace", sessionCount: 2 });
  expect(row?.lastSeenAt).toBeInstanceOf(Date);
  expect(row).not.toHaveProperty("passwordHash");
});
