import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "#db/client.ts";
import { members, sessions } from "#db/schema/index.ts";
import { makeMember } from "#test/factories.ts";
import { createSession, endSession, findLiveSession, findSession } from "./sessions.ts";

const browser = { userAgent: "Firefox", previousToken: null };
const tokenOf = async (memberId: string) => createSession(memberId, browser);

async function age(sessionId: string, column: "expiresAt" | "lastSeenAt", interval: string) {
  const moment = sql`now() - ${interval}::interval`;
  await db
    .update(sessions)
    .set({ [column]: moment })
    .where(eq(sessions.id, sessionId));
}

test("a session is known by its token, of which only the hash is stored", async () => {
  const member = await makeMember({ locale: "de" });
  const token = await tokenOf(member.id);
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  const session = await findSession(token);
  expect(session?.member).toEqual({
    id: member.id,
    workspaceId: member.workspaceId,
    role: "admin",
    name: member.name,
    email: member.email,
    locale: "de",
    readFromSeq: 0,
    accountIds: null,
  });
  const [row] = await db
    .select()
    .from(sessions)
    .where(eq(sessions.id, session?.sessionId ?? ""));
  expect(JSON.stringify(row)).not.toContain(token);
});

test("signing in again begins a new session and ends the browser's old one", async () => {
  const { id } = await makeMember();
  const first = await tokenOf(id);
  const second = await createSession(id, { userAgent: null, previousToken: first });
  expect(second).not.toBe(first);
  expect(await findSession(first)).toBeNull();
  expect(await findSession(second)).not.toBeNull();
});

test.each([
  ["expired", "expiresAt", "0 seconds"],
  ["idle for twelve hours", "lastSeenAt", "12 hours"],
] as const)("a session %s is none", async (_, column, interval) => {
  const token = await tokenOf((await makeMember()).id);
  const sessionId = (await findSession(token))?.sessionId ?? "";
  await age(sessionId, column, interval);
  expect(await findSession(token)).toBeNull();
  expect(await findLiveSession(sessionId)).toBeNull();
});

test("use keeps a session awake, a stream does not", async () => {
  const token = await tokenOf((await makeMember()).id);
  const sessionId = (await findSession(token))?.sessionId ?? "";
  const lastSeen = async () =>
    (await db.select({ at: sessions.lastSeenAt }).from(sessions).where(eq(sessions.id, sessionId)))[0]?.at.getTime() ??
    0;
  await age(sessionId, "lastSeenAt", "2 hours");
  const before = await lastSeen();
  await findLiveSession(sessionId);
  expect(await lastSeen()).toBe(before);
  await findSession(token);
  expect(await lastSeen()).toBeGreaterThan(before + 7_000_000);
});

test("ended, and of a removed member, a session is none; ending twice is no error", async () => {
  const { id } = await makeMember();
  const [ended, orphaned] = [await tokenOf(id), await tokenOf(id)];
  await endSession(ended);
  await endSession(ended);
  await endSession("nobody's");
  expect(await findSession(ended)).toBeNull();
  expect(await findSession(orphaned)).not.toBeNull();
  await db.update(members).set({ removedAt: new Date() }).where(eq(members.id, id));
  expect(await findSession(orphaned)).toBeNull();
});
