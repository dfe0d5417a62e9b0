import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { getAccountAccess } from "#lib/account-access.ts";
import { empty } from "#test/empty.ts";
import { calls, control, decide } from "#test/simulator.ts";
import { makeVisitor } from "#test/visitor.ts";
import { beginConnection, completeConnection } from "./connect.ts";
import { readTokenState } from "./token-state.ts";
import { refreshDueTokens, refreshToken } from "./tokens.ts";

let accountId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await empty("oauth_states", "token_events", "instagram_accounts");
  await db.execute(
    sql`select count(*) from (select graphile_worker.remove_job(key) from graphile_worker.jobs) as removed`,
  );
  const admin = await makeVisitor("admin");
  await completeConnection(admin, await decide(await beginConnection(admin)));
  accountId = (await account())?.id ?? "";
});

describe("a token", () => {
  it.each([
    ["an hour old, four days left", 1, 4, "too_young"],
    ["25 hours old, 59 days left", 25, 59 * 24, "not_due"],
    ["29 days old, 31 left", 29 * 24, 31 * 24, "not_due"],
    ["31 days old, 29 left", 31 * 24, 29 * 24, "refreshed"],
    ["two days old, 6 left", 2 * 24, 6 * 24, "refreshed"],
  ])("%s is renewed only when it is due and Instagram would", async (_, ageHours, leftHours, result) => {
    await age(ageHours, leftHours);
    expect(await refreshToken(accountId)).toBe(result);
    expect(await calls("refresh_access_token")).toHaveLength(result === "refreshed" ? 1 : 0);
  });

  it("is renewed before it is due when a person wishes, but never in its first day", async () => {
    expect(await refreshToken(accountId, { force: true })).toBe("too_young");
    expect(await calls("refresh_access_token")).toEqual([]);
    await age(25, 59 * 24);
    expect(await refreshToken(accountId, { force: true })).toBe("refreshed");
  });

  it("is replaced by the new one, which opens, with sixty days and a line of history", async () => {
    const old = await getAccountAccess(accountId);
    await age(40 * 24, 20 * 24);
    expect(await refreshToken(accountId)).toBe("refreshed");

    const renewed = await account();
    expect((await getAccountAccess(accountId)).token).not.toBe(old.token);
    expect(readTokenState(renewed ?? never(), new Date())).toMatchObject({ state: "valid", warning: null });
    expect((await history()).at(-1)).toBe("refreshed");
    expect(await refreshToken(accountId, { force: true })).toBe("too_young");
  });

  it("is renewed by one call when two workers try at once", async () => {
    await age(40 * 24, 20 * 24);
    await control("POST", "/faults", { match: { endpoint: "refresh_access_token" }, delay_ms: 300 });
    const results = await Promise.all([refreshToken(accountId), refreshToken(accountId)]);
    expect(results.sort()).toEqual(["busy", "refreshed"]);
    expect(await calls("refresh_access_token")).toHaveLength(1);
  });

  it("that has expired is given up without a call", async () => {
    await age(60 * 24, -1);
    expect(await refreshToken(accountId)).toBe("held");
    expect(await account()).toMatchObject({ problem: "reconnect", problemDetail: { reason: "token_expired" } });
    expect(await calls("refresh_access_token")).toEqual([]);
  });
});

describe("a refresh that fails", () => {
  it("keeps the old token in use, says why, and is tried again later each time, then by the hourly look", async () => {
    await age(40 * 24, 20 * 24);
    await control("POST", "/faults", { match: { endpoint: "refresh_access_token" }, times: -1, error: "transient" });
    const old = await getAccountAccess(accountId);
    for (const seconds of [60, 300, 900]) {
      expect(await refreshToken(accountId)).toBe("failed");
      expect((await waiting()).map((job) => Math.round(job.seconds / 10) * 10)).toEqual([seconds]);
    }
    await db.execute(sql`select graphile_worker.remove_job(${`refresh-token:${accountId}`})`);
    expect(await refreshToken(accountId)).toBe("failed");
    expect(await waiting()).toEqual([]);

    expect(await account()).toMatchObject({ tokenRefreshError: "server_error", problem: null });
    expect((await history()).filter((kind) => kind === "refresh_failed")).toHaveLength(4);
    expect((await getAccountAccess(accountId)).token).toBe(old.token);

    await refreshDueTokens();
    expect(await waiting()).toHaveLength(1);
    await control("DELETE", "/faults");
    expect(await refreshToken(accountId)).toBe("refreshed");
    expect((await account())?.tokenRefreshError).toBeNull();
  });

  it("because the token is dead ends all calls with it until somebody reconnects", async () => {
    await age(40 * 24, 20 * 24);
    await control("POST", "/accounts/brassmoonstudio/token", { state: "password" });
    expect(await refreshToken(accountId)).toBe("failed");
    expect(await account()).toMatchObject({
      problem: "reconnect",
      problemDetail: { reason: "password_changed", code: 190, subcode: 460 },
    });
    expect(await refreshToken(accountId)).toBe("held");
    await refreshDueTokens();
    expect(await waiting()).toEqual([]);
    expect(await calls("refresh_access_token")).toHaveLength(1);
  });
});

it("the hourly look enqueues what is due, once, and nothing else", async () => {
  await refreshDueTokens();
  expect(await waiting()).toEqual([]);
  await age(31 * 24, 29 * 24);
  await refreshDueTokens();
  await refreshDueTokens();
  expect(await waiting()).toHaveLength(1);
});

it.each([
  [30, "valid", null],
  [13.5, "expiring", 14],
  [6.9, "expiring", 7],
  [2, "expiring", 3],
  [0.5, "expiring", 1],
  [-0.1, "expired", 1],
])("with %s days left a token is %s and warns at %s", (days, state, warning) => {
  const now = new Date("2026-11-22T12:00:00Z");
  const tokenExpiresAt = new Date(now.getTime() + days * 24 * 60 * 60 * 1000);
  const row = { problem: null, disconnectedAt: null, tokenIssuedAt: now, tokenExpiresAt };
  expect(readTokenState(row, now)).toMatchObject({ state, warning });
});

/** Makes the token as old as this, here and at Instagram. */
async function age(ageHours: number, leftHours: number) {
  await db.update(instagramAccounts).set({
    tokenIssuedAt: sql`now() - make_interval(hours => ${ageHours})`,
    tokenExpiresAt: sql`now() + make_interval(hours => ${leftHours})`,
  });
  await control("POST", "/accounts/brassmoonstudio/token", {
    age_hours: ageHours,
    remaining_seconds: leftHours * 3600,
  });
}

async function account() {
  const [row] = await db.select().from(instagramAccounts);
  return row;
}

async function history() {
  const rows = await db
    .select()
    .from(tokenEvents)
    .where(eq(tokenEvents.instagramAccountId, accountId))
    .orderBy(tokenEvents.at);
  return rows.map((row) => row.kind);
}

async function waiting() {
  return db.execute<{ key: string; seconds: number }>(
    sql`select key, extract(epoch from run_at - now())::float8 as seconds from graphile_worker.jobs where task_identifier = 'refresh-token'`,
  );
}

function never(): never {
  throw new Error("no account");
}
