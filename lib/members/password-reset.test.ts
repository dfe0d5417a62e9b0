import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { mails, members, passwordResets } from "#db/schema/index.ts";
import { createApiKey, findApiKey } from "#lib/api/keys.ts";
import { createSession, findSession } from "#lib/auth/sessions.ts";
import { authenticate } from "#lib/auth/sign-in.ts";
import { forgetGuesses, takeReset } from "#lib/auth/throttle.ts";
import { env } from "#lib/env.ts";
import { forgetOldMails } from "#lib/mail/forget.ts";
import { sendMail } from "#lib/mail/send.ts";
import { hashPassword } from "#lib/passwords.ts";
import { makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { startMailServer } from "#test/mail-server.ts";
import type { Member } from "./member.ts";
import { removeMember } from "./membership.ts";
import { beginReset, findReset, requestReset, resetPassword } from "./password-reset.ts";
import { changePassword } from "./profile.ts";

const server = await startMailServer();
const browser = { userAgent: "Firefox", previousToken: null };
const oldPassword = "a lantern on the pier";
const password = "a heron by the weir";
const locale = "en";
const here = "192.0.2.7";
const oldHash = await hashPassword(oldPassword, "");

let member: Member;
let email: string;

beforeEach(async () => {
  await db.execute(sql`truncate sign_in_attempts`);
  await db.execute(sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`);
  email = `ada-${randomUUID()}@example.com`;
  member = await makeMember({ name: "Ada", email, passwordHash: oldHash });
});

describe("a link for a new password", () => {
  test("comes by mail, works once, ends every session and leaves keys alone", async () => {
    const other = await makeMember({ workspaceId: member.workspaceId });
    const sessions = [await createSession(member.id, browser), await createSession(member.id, browser)];
    const others = await createSession(other.id, browser);
    const { key } = await createApiKey({ ...member, createdBy: member.id }, { name: "Shop", permission: "read-write" });
    const token = await receiveLink();
    expect(server.taken).toMatchObject([{ to: [email], subject: "A new password for Antwort" }]);
    expect(server.taken[0]?.text).toContain("Hello Ada,");

    for (let look = 0; look < 3; look++) expect(await findReset(token)).toMatchObject({ email });
    expect(await resetPassword({ token, password })).toEqual({ email });
    expect(await guess(oldPassword)).toBe("wrong_credentials");
    expect(await guess(password)).toBe(member.id);
    for (const session of sessions) expect(await findSession(session)).toBeNull();
    expect(await findSession(others)).not.toBeNull();
    expect(await findApiKey(key)).not.toBeNull();

    await expectDead(token);
    expect(await guess(password)).toBe(member.id);
    await sendAll();
    expect(server.taken.map(({ subject }) => subject)).toEqual([
      "A new password for Antwort",
      "Your password for Antwort was changed",
    ]);
    expect(server.taken[1]?.to).toEqual([email]);
  });

  test("is stored hashed, sealed while its letter waits, and nowhere afterwards", async () => {
    await beginReset({ email, locale });
    const [waiting] = await mailsOfMember();
    expect(waiting?.secretCiphertext).toMatch(/^v1\./);
    await sendAll();
    const token = linkIn(server.taken[0]?.text);
    expect(await mailsOfMember()).toMatchObject([{ sentAt: expect.any(Date), secretCiphertext: null }]);
    const stored = [
      waiting,
      await mailsOfMember(),
      await db.select().from(passwordResets),
      await jobsNamed("send-mail"),
    ];
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test("opened by two at once sets one password", async () => {
    const token = await receiveLink();
    const tries = ["one", "two", "three"].map((word) => resetPassword({ token, password: `${password} ${word}` }));
    const results = await Promise.allSettled(tries);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  test("is not used up by a weak password", async () => {
    const token = await receiveLink();
    await expect(resetPassword({ token, password: "short" })).rejects.toMatchObject({ code: "password_too_weak" });
    expect(await guess(oldPassword)).toBe(member.id);
    await resetPassword({ token, password });
  });

  test("dies by a newer one, whose letter alone is sent", async () => {
    const first = await receiveLink();
    server.taken.length = 0;
    await Promise.all([beginReset({ email, locale }), beginReset({ email, locale })]);
    await sendAll();
    expect(server.taken).toHaveLength(1);
    await expectDead(first);
    expect((await mailsOfMember()).map(({ secretCiphertext }) => secretCiphertext)).toEqual([null, null, null]);
    await resetPassword({ token: linkIn(server.taken[0]?.text), password });
  });

  test("dies after half an hour, with its letter if that still waits", async () => {
    const token = await receiveLink();
    await beginReset({ email, locale });
    const [row] = await db.select().from(passwordResets).where(eq(passwordResets.memberId, member.id));
    expect((row?.expiresAt.getTime() ?? 0) - (row?.createdAt.getTime() ?? 0)).toBe(30 * 60_000);
    await db.update(passwordResets).set({ expiresAt: sql`now() - interval '1 second'` });
    server.taken.length = 0;
    await sendAll();
    expect(server.taken).toEqual([]);
    await expectDead(token);
    await expectDead("invented");
    await expectDead("");
  });

  test("dies when the password is changed in the settings, and with the member", async () => {
    const changed = await receiveLink();
    const change = {
      currentPassword: oldPassword,
      newPassword: "a kestrel over the moor",
      keepSessionId: randomUUID(),
    };
    await changePassword(member, change);
    await expectDead(changed);
    await expect(changePassword(member, change)).rejects.toMatchObject({ code: "wrong_credentials" });
    await sendAll();
    expect(server.taken.slice(1)).toMatchObject([{ to: [email], subject: "Your password for Antwort was changed" }]);

    const admin = await makeMember({ workspaceId: member.workspaceId });
    const removed = await receiveLink();
    await beginReset({ email, locale });
    await removeMember(admin, { memberId: member.id });
    server.taken.length = 0;
    await sendAll();
    expect(server.taken).toEqual([]);
    await expectDead(removed);
    const again = await makeMember({ email, passwordHash: oldHash });
    await expectDead(removed);
    expect(await guess(oldPassword)).toBe(again.id);
  });

  test("is written in the member's language, else in that of whoever asks", async () => {
    await receiveLink({ locale: "de" });
    await db.update(members).set({ locale: "en" }).where(eq(members.id, member.id));
    await receiveLink({ locale: "de" });
    expect(server.taken.map(({ subject }) => subject)).toEqual([
      "Ein neues Passwort für Antwort",
      "A new password for Antwort",
    ]);
  });
});

describe("asking for a link", () => {
  test("does the same for an address nobody has, and then nothing comes of it", async () => {
    const nobody = `nobody-${randomUUID()}@example.com`;
    expect(await requestReset({ email, locale })).toEqual(await requestReset({ email: nobody, locale }));
    expect(await jobsNamed("begin-reset")).toEqual([
      { email, locale },
      { email: nobody, locale },
    ]);
    await beginReset({ email: nobody, locale });
    await db.update(members).set({ removedAt: new Date() }).where(eq(members.id, member.id));
    await beginReset({ email, locale });
    expect(await mailsOfMember()).toEqual([]);
    expect(await db.$count(passwordResets, eq(passwordResets.memberId, member.id))).toBe(0);
  });

  test("is refused to everybody alike where there is no mail server", async () => {
    env().MAIL = null;
    await expect(requestReset({ email, locale })).rejects.toMatchObject({ code: "conflict" });
    await expect(requestReset({ email: "nobody@example.com", locale })).rejects.toMatchObject({ code: "conflict" });
  });

  test("is allowed three times for an address and twenty from a network, and keeps nobody from signing in", async () => {
    const allowed = async (times: number, ask: (index: number) => Promise<boolean>) => {
      const outcomes = [];
      for (let index = 0; index < times; index++) outcomes.push(await ask(index));
      return outcomes.filter(Boolean).length;
    };
    expect(await allowed(6, (index) => takeReset(email, `network-${index}`))).toBe(3);
    expect(await allowed(25, (index) => takeReset(`ada-${index}@example.com`, here))).toBe(20);
    expect(await guess(oldPassword)).toBe(member.id);
    await db.execute(sql`update sign_in_attempts set blocked_until = blocked_until - interval '1 minute'`);
    expect(await takeReset(email, "elsewhere")).toBe(true);
  });

  test("and following the link lets somebody in whom others' guesses kept out", async () => {
    for (let times = 0; times < 10; times++) await guess("wrong");
    expect(await guess(oldPassword)).toBe("too_many_attempts");
    await resetPassword({ token: await receiveLink(), password });
    await forgetGuesses(email);
    expect(await guess(password)).toBe(member.id);
  });
});

describe("a letter with a link", () => {
  test("that the server has no time for keeps it until it is sent; one that is refused does not", async () => {
    await beginReset({ email, locale });
    server.behave("busy");
    const [first] = await mailsOfMember();
    await expect(sendMail(first?.id ?? "")).rejects.toMatchObject({ reason: "busy" });
    expect(await mailsOfMember()).toMatchObject([{ secretCiphertext: first?.secretCiphertext }]);
    server.behave("refuses_recipient");
    await sendAll();
    expect(await mailsOfMember()).toMatchObject([{ failure: "refused", secretCiphertext: null }]);
  });

  test("that was left lying loses it, and another row's opens nothing", async () => {
    await beginReset({ email, locale });
    const [mine] = await mailsOfMember();
    await beginReset({ email, locale });
    const moved = { secretCiphertext: mine?.secretCiphertext };
    await db.update(mails).set(moved).where(eq(mails.workspaceId, member.workspaceId));
    const newest = (await mailsOfMember()).find(({ id }) => id !== mine?.id);
    await expect(sendMail(newest?.id ?? "")).rejects.toThrow("does not belong to this row");
    await db.update(mails).set({ createdAt: sql`now() - interval '3 days'` });
    await forgetOldMails();
    expect((await mailsOfMember()).map(({ secretCiphertext }) => secretCiphertext)).toEqual([null, null]);
  });
});

async function expectDead(token: string): Promise<void> {
  expect(await findReset(token)).toBeNull();
  const refused = resetPassword({ token, password: "a plover in the reeds" });
  await expect(refused).rejects.toMatchObject({ code: "reset_invalid" });
}

/** Asks as the job does, and reads the newest letter as its reader does. */
async function receiveLink(asked: { locale: "en" | "de" } = { locale }): Promise<string> {
  await beginReset({ email, ...asked });
  await sendAll();
  return linkIn(server.taken.at(-1)?.text);
}

function linkIn(text = ""): string {
  return /^http:\/\/localhost:3000\/reset\/([\w-]{43})\r?$/m.exec(text)?.[1] ?? "no link";
}

async function sendAll(): Promise<void> {
  for (const { id } of await mailsOfMember()) await sendMail(id);
}

function mailsOfMember() {
  return db.select().from(mails).where(eq(mails.workspaceId, member.workspaceId)).orderBy(mails.createdAt, mails.id);
}

function guess(text: string): Promise<string> {
  return authenticate({ email, password: text }, here).catch(({ code }) => code);
}
