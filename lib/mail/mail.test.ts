import "#test/database.ts";
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { db, transaction } from "#db/client.ts";
import { instagramAccounts, mails, members, webhookEndpoints } from "#db/schema/index.ts";
import { clearProblem, recordRefusal } from "#lib/account-access.ts";
import { applyDeauthorization } from "#lib/accounts/disconnect.ts";
import { refreshDueTokens } from "#lib/accounts/tokens.ts";
import { env } from "#lib/env.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { makeAccount, makeMember } from "#test/factories.ts";
import { jobsNamed } from "#test/jobs.ts";
import { startMailServer } from "#test/mail-server.ts";
import { forgetOldMails } from "./forget.ts";
import { mailAdmins } from "./queue.ts";
import { sendMail } from "./send.ts";
import { mustBeSealed } from "./server.ts";
import { getMailState } from "./state.ts";
import { sendTestMail } from "./test-mail.ts";

const server = await startMailServer();
const DAY = 24 * 3_600_000;
const EXPIRED = new InstagramError({ kind: "reconnect", key: "password_changed", code: 190, subcode: 460 });

let admin: Member;
let account: Awaited<ReturnType<typeof makeAccount>>;

beforeEach(async () => {
  await db.execute(sql`select graphile_worker.remove_job(key) from graphile_worker.jobs where key is not null`);
  admin = await makeMember({ name: "Anna", email: `anna-${randomUUID()}@example.com`, locale: "en" });
  account = await makeAccount({ workspaceId: admin.workspaceId, username: "cafe" });
});

describe("an account that must be connected again", () => {
  test("is told of to every admin in their language, to nobody else, and once", async () => {
    const german = await makeMember({ workspaceId: admin.workspaceId, name: "Jörg", locale: "de" });
    await makeMember({ workspaceId: admin.workspaceId, role: "agent" });
    const gone = await makeMember({ workspaceId: admin.workspaceId });
    await db.update(members).set({ removedAt: new Date() }).where(eq(members.id, gone.id));
    await makeMember();
    await Promise.all([refuse(), refuse()]);
    await refuse();
    await sendAll();
    await sendAll();

    expect(server.taken.map(({ to }) => to).sort()).toEqual([[admin.email], [german.email]].sort());
    const english = server.taken.find(({ to }) => to[0] === admin.email);
    expect(english?.subject).toBe("@cafe: nothing is sent for this account at the moment");
    expect(english?.from).toBe("inbox@antwort.example");
    expect(english?.text).toContain("Hello Anna,");
    expect(english?.text).toContain("The password of the Instagram account was changed, which ended our access.");
    expect(english?.text).toContain("Press “Reconnect” at the account.");
    expect(english?.text).toContain("http://localhost:3000/settings/accounts");
    expect(english?.head).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    const other = server.taken.find(({ to }) => to[0] === german.email);
    expect(other?.subject).toBe("@cafe: Für dieses Konto wird zurzeit nichts gesendet");
    expect(other?.text).toContain("Das Passwort des Instagram-Kontos wurde geändert");
  });

  test("because its owner removed the app is told of once, whether a refusal or Meta's callback brings the news", async () => {
    const removal = { userId: account.igId, issuedAt: new Date() };
    await applyDeauthorization(removal);
    await applyDeauthorization(removal);
    await sendAll();
    expect(server.taken.map(({ text }) => text)).toEqual([
      expect.stringContaining("The owner of the Instagram account has taken away our access."),
    ]);
    const second = await makeAccount({ workspaceId: admin.workspaceId });
    await transaction((tx) => recordRefusal(tx, second.id, EXPIRED));
    await applyDeauthorization({ userId: second.igId, issuedAt: new Date() });
    await sendAll();
    expect(server.taken).toHaveLength(2);
  });

  test("is told from one whose trouble may end by itself, which is told of once a day", async () => {
    const lost = new InstagramError({ kind: "app_problem", key: "app_lost_access", code: 100 });
    for (let times = 0; times < 3; times++) {
      await transaction((tx) => recordRefusal(tx, account.id, lost));
      await sendAll();
      await clearProblem(db, account.id);
    }
    expect(server.taken).toHaveLength(1);
  });

  test("is told of anew when it happens again", async () => {
    await refuse();
    await sendAll();
    await clearProblem(db, account.id);
    await refuse();
    await sendAll();
    expect(server.taken).toHaveLength(2);
  });

  test("that is mended before the mail goes out is not told of any more", async () => {
    await refuse();
    await clearProblem(db, account.id);
    await sendAll();
    expect(server.taken).toEqual([]);
    expect(await rows()).toMatchObject([{ failure: "outdated", sentAt: null }]);
  });

  test("leaves neither fact nor mail behind where the transaction fails", async () => {
    const failing = transaction(async (tx) => {
      await recordRefusal(tx, account.id, EXPIRED);
      throw new Error("later");
    });
    await expect(failing).rejects.toThrow("later");
    expect(await rows()).toEqual([]);
    expect(await jobsNamed("send-mail")).toEqual([]);
  });
});

describe("a token that ends soon", () => {
  test("is told of at 14, 7, 3 and 1 days, once each, and no longer once it is renewed", async () => {
    for (const [days, subject] of [
      [20, null],
      [13.5, "14 days"],
      [10, null],
      [6.9, "7 days"],
      [2.5, "3 days"],
      [0.5, "a day"],
    ] as const) {
      server.taken.length = 0;
      await endsIn(days);
      await refreshDueTokens();
      await refreshDueTokens();
      await sendAll();
      const expected = subject ? [`@cafe: access to Instagram ends in ${subject}`] : [];
      expect(server.taken.map((one) => one.subject)).toEqual(expected);
    }
    server.taken.length = 0;
    await endsIn(2.4, new Date("2026-02-02"));
    await refreshDueTokens();
    await endsIn(60);
    await sendAll();
    expect(server.taken).toEqual([]);
  });
});

describe("a webhook that was switched off", () => {
  test("is told of, and its name begins no header and no line of its own", async () => {
    const name = "Shop\r\nBcc: thief@evil.example\r\n\r\n<b>Hello</b>\u2028end";
    const endpointId = randomUUID();
    await db.insert(webhookEndpoints).values({
      id: endpointId,
      workspaceId: admin.workspaceId,
      name,
      url: "https://shop.example/",
      events: [],
      secretCiphertext: "none",
      disabledAt: new Date(),
      disabledReason: "gone",
    });
    const news = { workspaceId: admin.workspaceId, kind: "endpoint_disabled", about: { endpointId } } as const;
    await transaction((tx) => mailAdmins(tx, { ...news, fact: endpointId }));
    await sendAll();
    const [mail] = server.taken;
    expect(mail?.to).toEqual([admin.email]);
    expect(mail?.subject).toBe("The webhook “Shop Bcc: thief@evil.example <b>Hello</b> end” was switched off");
    expect(mail?.head).not.toMatch(/^bcc:/im);
    expect(mail?.head).toMatch(/^Content-Type: text\/plain/m);
    expect(mail?.text).toContain("Its address answered that it is gone for good (410).");
  });
});

describe("a mail server", () => {
  test("that cannot be reached, or is busy, is tried again, and the mail goes out once", async () => {
    await refuse();
    env().MAIL = { url: "smtp://127.0.0.1:1", from: "a@example.com" };
    await expect(sendOne()).rejects.toMatchObject({ reason: "unreachable" });
    env().MAIL = { url: `smtp://127.0.0.1:${server.port}?tls.rejectUnauthorized=false`, from: "a@example.com" };
    server.behave("busy");
    await expect(sendOne()).rejects.toMatchObject({ reason: "busy" });
    expect(await getMailState(admin)).toMatchObject({ last: null, waiting: { failure: "busy", count: 1 } });
    server.behave("well");
    await sendOne();
    await sendOne();
    expect(server.taken).toHaveLength(1);
    expect(await rows()).toMatchObject([{ failure: null, failedAt: null, attempts: 2 }]);
  });

  test("that breaks off when it has everything is not given it twice", async () => {
    await refuse();
    server.behave("breaks_off");
    await sendOne();
    server.behave("well");
    await sendOne();
    expect(server.taken).toHaveLength(1);
    expect(await getMailState(admin)).toMatchObject({ last: { failure: "no_answer" } });
  });

  test("is not given again what a worker that died was at", async () => {
    await refuse();
    await db.update(mails).set({ startedAt: new Date() }).where(eq(mails.workspaceId, admin.workspaceId));
    await sendOne();
    expect(server.taken).toEqual([]);
    expect(await rows()).toMatchObject([{ failure: "no_answer" }]);
  });

  test.each(["refuses_recipient", "refuses_mail"] as const)("that %s is not asked again", async (behaviour) => {
    await refuse();
    server.behave(behaviour);
    await sendOne();
    server.behave("well");
    await sendOne();
    expect(server.taken).toEqual([]);
    expect(await rows()).toMatchObject([{ failure: "refused" }]);
  });

  test("is given up after a day of tries", async () => {
    await refuse();
    server.behave("busy");
    for (let attempt = 1; attempt <= 12; attempt++) await expect(sendOne()).rejects.toThrow("busy");
    await sendOne();
    expect(await rows()).toMatchObject([{ failure: "busy", attempts: 12, failedAt: expect.any(Date) }]);
  });

  test("is told the password over an encrypted connection, and only to whom the certificate belongs", async () => {
    const at = (user: string, query: string) => `smtp://${user}@127.0.0.1:${server.port}${query}`;
    await refuse();
    env().MAIL = { url: at("anna:right", ""), from: "a@example.com" };
    await expect(sendOne()).rejects.toMatchObject({ reason: "certificate" });
    env().MAIL = { url: at("anna:wrong", "?tls.rejectUnauthorized=false"), from: "a@example.com" };
    await expect(sendOne()).rejects.toMatchObject({ reason: "credentials" });
    env().MAIL = { url: at("anna:right", "?tls.rejectUnauthorized=false"), from: "a@example.com" };
    await sendOne();
    expect(server.taken).toHaveLength(1);
  });
});

test.each([
  ["smtp://anna:secret@mail.example.com:587", true],
  ["smtp://mail.example.com", false],
  ["smtps://anna:secret@mail.example.com", false],
  ["smtp://anna:secret@127.0.0.1:1025", false],
  ["smtp://anna:secret@localhost", false],
])("%s insists on an encrypted connection of its own: %s", (url, expected) => {
  expect(mustBeSealed(new URL(url))).toBe(expected);
});

describe("without a mail server", () => {
  test("nothing is kept to be sent, and the page says so", async () => {
    env().MAIL = null;
    await refuse();
    expect(await rows()).toEqual([]);
    expect(await getMailState(admin)).toBeNull();
    await expect(sendTestMail(admin)).rejects.toMatchObject({ code: "conflict" });
  });
});

test("a test mail goes the road of all, to the one who asked, and its outcome is told", async () => {
  const isOver = startWorker();
  await makeMember({ workspaceId: admin.workspaceId });
  expect(await sendTestMail(admin)).toEqual({ sentTo: admin.email, failure: null });
  expect(server.taken.map(({ to, subject }) => [to, subject])).toEqual([
    [[admin.email], "A test message from Antwort"],
  ]);
  server.behave("refuses_mail");
  expect(await sendTestMail(admin)).toEqual({ sentTo: admin.email, failure: "refused" });
  await isOver();
});

test("the password of the mail server is told to nobody", async () => {
  env().MAIL = { url: "smtp://anna:hidden-away@mail.example.com:587", from: "a@example.com" };
  const state = await getMailState(admin);
  expect(state).toMatchObject({ server: "mail.example.com:587", from: "a@example.com" });
  expect(JSON.stringify(state)).not.toContain("hidden-away");
});

test("what was told three months ago is forgotten", async () => {
  await refuse();
  await forgetOldMails();
  expect(await rows()).toHaveLength(1);
  await db.update(mails).set({ createdAt: new Date(Date.now() - 91 * DAY) });
  await forgetOldMails();
  expect(await rows()).toEqual([]);
});

function refuse() {
  return transaction((tx) => recordRefusal(tx, account.id, EXPIRED));
}

async function endsIn(days: number, issuedAt = new Date("2026-01-01")) {
  await db
    .update(instagramAccounts)
    .set({
      tokenIssuedAt: issuedAt,
      tokenExpiresAt: sql`date_trunc('second', now()) + make_interval(secs => ${days * 86_400}::float8)`,
    })
    .where(eq(instagramAccounts.id, account.id));
}

/** As the worker does, whatever becomes of each. */
async function sendAll(): Promise<void> {
  for (const { id } of await rows()) await sendMail(id);
}

/** Sends what there is, one after another, until it is asked to end. */
function startWorker(): () => Promise<void> {
  let isOver = false;
  const work = async () => {
    while (!isOver) {
      await sendAll();
      await setTimeout(50);
    }
  };
  const working = work();
  return () => {
    isOver = true;
    return working;
  };
}

async function sendOne(): Promise<void> {
  const [mail] = await rows();
  await sendMail(mail?.id ?? "");
}

function rows() {
  return db.select().from(mails).where(eq(mails.workspaceId, admin.workspaceId)).orderBy(mails.createdAt, mails.id);
}
