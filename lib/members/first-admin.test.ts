import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { members, workspaces } from "#db/schema/index.ts";
import { verifyPassword } from "#lib/passwords.ts";
import { makeAccount, makeConversation, makeMessage } from "#test/factories.ts";
import { createMember } from "./create-member.ts";
import { createFirstAdmin } from "./first-admin.ts";
import { hasMembers } from "./queries.ts";

const ada = {
  name: "Ada",
  email: "ada@brassmoon.example",
  password: "a lantern on the pier",
  workspaceName: "Brass Moon",
};

beforeEach(async () => {
  await db.execute("truncate workspaces, members cascade");
});
afterEach(() => vi.unstubAllEnvs());

test("creates the workspace and one admin, whose password is not stored", async () => {
  expect(await hasMembers()).toBe(false);
  const { id } = await createFirstAdmin(ada);
  const [row] = await db.select().from(members).where(eq(members.id, id));
  expect(row).toMatchObject({ role: "admin", email: ada.email, removedAt: null });
  expect(row?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verifyPassword(row?.passwordHash ?? null, ada.password)).toBe(true);
  expect(await db.select({ name: workspaces.name }).from(workspaces)).toEqual([{ name: "Brass Moon" }]);
  expect(await hasMembers()).toBe(true);
});

test("of eight at once one succeeds", async () => {
  const tries = Array.from({ length: 8 }, (_, index) => createFirstAdmin({ ...ada, email: `a${index}@example.com` }));
  const results = await Promise.allSettled(tries);
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const result of results) {
    if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "setup_done" });
  }
  expect(await db.$count(members)).toBe(1);
  expect(await db.$count(workspaces)).toBe(1);
});

test("a refused password leaves nothing", async () => {
  await expect(createFirstAdmin({ ...ada, password: "password1234567" })).rejects.toMatchObject({
    code: "password_too_weak",
  });
  expect(await db.$count(workspaces)).toBe(0);
});

test("takes over the workspace that the command line has made, and its messages count as read", async () => {
  const account = await makeAccount();
  const message = await makeMessage(await makeConversation(account));
  const { id } = await createFirstAdmin(ada);
  const [row] = await db.select().from(members).where(eq(members.id, id));
  expect(row).toMatchObject({ workspaceId: account.workspaceId, readFromSeq: message.seq });
});

test("the settings' admin is made once, by two instances starting together as well", async () => {
  vi.stubEnv("ADMIN_EMAIL", "Root@Example.com");
  vi.stubEnv("ADMIN_PASSWORD", "a lantern on the pier");
  vi.resetModules();
  const fresh = await import("./first-admin.ts");
  const made = await Promise.all([fresh.createFirstAdminFromEnv(), fresh.createFirstAdminFromEnv()]);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await fresh.createFirstAdminFromEnv()).toBeNull();
  const found = await db.select({ email: members.email, name: members.name }).from(members);
  expect(found).toEqual([{ email: "root@example.com", name: "Root" }]);
  const { closeDatabase } = await import("#db/client.ts");
  await closeDatabase();
});

test("the command line adds members of any role, never two of one address", async () => {
  const agent = { email: "eve@example.com", password: "a lantern on the pier", name: "Eve", role: "agent" as const };
  const { id } = await createMember(agent);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await expect(createMember(agent)).rejects.toMatchObject({ code: "email_taken" });
  await createMember({ ...agent, email: "two@example.com" });
  expect(await db.$count(workspaces)).toBe(1);
});
