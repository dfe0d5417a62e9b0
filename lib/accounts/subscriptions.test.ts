import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts, tokenEvents } from "#db/schema/index.ts";
import { recordRefusal } from "#lib/account-access.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { SUBSCRIBED_FIELDS } from "#lib/instagram/subscriptions.ts";
import { empty } from "#test/empty.ts";
import { calls, control, decide } from "#test/simulator.ts";
import { makeVisitor } from "#test/visitor.ts";
import { beginConnection, completeConnection } from "./connect.ts";
import { applyDeauthorization, disconnectAccount } from "./disconnect.ts";
import type { Visitor } from "./oauth-state.ts";
import { checkSubscription, checkSubscriptions } from "./subscriptions.ts";
import { refreshToken } from "./tokens.ts";

let admin: Visitor;
let accountId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await empty("oauth_states", "token_events", "instagram_accounts");
  admin = await makeVisitor("admin");
  await connect();
  accountId = (await account())?.id ?? "";
  await control("DELETE", "/calls");
});

describe("the watchdog", () => {
  it("only reads where all is well", async () => {
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    await checkSubscription(accountId);
    expect((await calls()).map(({ method, endpoint }) => `${method} ${endpoint}`)).toEqual(["GET subscribed_apps"]);
    expect(await isComparisonQueued()).toBe(false);
    expect(await history()).toEqual(["connected", "subscribed"]);
  });

  it("subscribes anew when Instagram dropped the subscription, and writes both into the history", async () => {
    await db.execute(sql`delete from graphile_worker._private_jobs`);
    await control("PATCH", "/accounts/brassmoonstudio", { subscribed_fields: [] });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ subscribedFields: [...SUBSCRIBED_FIELDS], subscriptionError: null });
    expect(await history()).toEqual(["connected", "subscribed", "subscription_lost", "subscribed"]);
    expect(await subscribedAtInstagram()).toContain("messages");
    expect(await isComparisonQueued()).toBe(true);
  });

  it("notices when single fields went missing", async () => {
    await control("PATCH", "/accounts/brassmoonstudio", { subscribed_fields: ["messages"] });
    await checkSubscription(accountId);
    expect(await subscribedAtInstagram()).toEqual([...SUBSCRIBED_FIELDS]);
  });

  it("keeps the reason of a failed check beside the account and mends it next time", async () => {
    await control("POST", "/faults", { match: { endpoint: "subscribed_apps" }, error: "transient" });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ subscriptionError: "server_error", problem: null });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ subscriptionError: null });
  });

  it("makes no call with a token that was refused, not even when a person asks", async () => {
    await control("POST", "/accounts/brassmoonstudio/token", { state: "revoked" });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ problem: "reconnect", problemDetail: { reason: "app_removed" } });
    await checkSubscription(accountId);
    await checkSubscription(accountId, { force: true });
    expect(await calls()).toHaveLength(1);
  });

  it("asks again on a person's wish whether another problem is over", async () => {
    await recordRefusal(db, accountId, new InstagramError({ kind: "access_disabled", key: "message_access_disabled" }));
    await checkSubscription(accountId);
    expect(await calls()).toEqual([]);
    await checkSubscription(accountId, { force: true });
    expect(await account()).toMatchObject({ problem: null });
  });

  it("looks after every account that may be called, and once an hour after one whose app had lost its access", async () => {
    const due = async () => {
      await db.execute(sql`select graphile_worker.remove_job(${`check-subscription:${accountId}`})`);
      await checkSubscriptions();
      return (
        await db.execute(sql`select 1 from graphile_worker.jobs where key = ${`check-subscription:${accountId}`}`)
      ).length;
    };
    expect(await due()).toBe(1);
    await recordRefusal(db, accountId, new InstagramError({ kind: "app_problem", key: "app_lost_access" }));
    expect(await due()).toBe(0);
    await db.update(instagramAccounts).set({ subscriptionCheckedAt: sql`now() - interval '61 minutes'` });
    expect(await due()).toBe(1);
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ problem: null });
    await db.update(instagramAccounts).set({ pausedUntil: sql`now() + interval '1 minute'` });
    expect(await due()).toBe(0);
  });
});

describe("a block for breaking a rule", () => {
  it("is looked at again after six hours, since nobody tells when it is over", async () => {
    await recordRefusal(db, accountId, new InstagramError({ kind: "restricted", key: "policy_block", code: 368 }));
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ problem: "restricted" });
    await db.update(instagramAccounts).set({ problemAt: sql`now() - interval '6 hours 1 minute'` });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ problem: null });
  });

  it("is something else than one that lasts", async () => {
    await recordRefusal(db, accountId, new InstagramError({ kind: "restricted", key: "account_blocked", code: 100 }));
    await db.update(instagramAccounts).set({ problemAt: sql`now() - interval '3 days'` });
    await checkSubscription(accountId);
    expect(await account()).toMatchObject({ problem: "restricted" });
  });
});

describe("disconnecting", () => {
  it("ends the webhooks, forgets the token and keeps the row; connecting again brings it back", async () => {
    await disconnectAccount(admin.member, { instagramAccountId: accountId });
    await disconnectAccount(admin.member, { instagramAccountId: accountId });
    expect(await subscribedAtInstagram()).toEqual([]);
    expect(await account()).toMatchObject({ tokenCiphertext: null, subscribedFields: [] });
    expect((await account())?.disconnectedAt).not.toBeNull();
    expect((await history()).filter((kind) => kind === "disconnected")).toHaveLength(1);

    await connect();
    expect(await account()).toMatchObject({ id: accountId, disconnectedAt: null, problem: null });
    expect(await subscribedAtInstagram()).toContain("messages");
  });

  it("works while Instagram does not", async () => {
    await control("POST", "/faults", { match: { endpoint: "subscribed_apps" }, result: "drop" });
    await disconnectAccount(admin.member, { instagramAccountId: accountId });
    expect((await account())?.tokenCiphertext).toBeNull();
  });

  it("is not for strangers", async () => {
    const { member } = await makeVisitor("admin");
    await expect(disconnectAccount(member, { instagramAccountId: accountId })).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await account())?.disconnectedAt).toBeNull();
  });

  it("lets another workspace connect the account", async () => {
    await disconnectAccount(admin.member, { instagramAccountId: accountId });
    admin = await makeVisitor("admin");
    expect(await connect()).toMatchObject({ outcome: "connected" });
  });
});

describe("the owner's removal of the app", () => {
  it.each(["17841467203918254", "27310846592217703"])(
    "named by %s ends the account's access without a call, until it is connected again",
    async (userId) => {
      await applyDeauthorization({ userId, issuedAt: new Date() });
      await applyDeauthorization({ userId, issuedAt: new Date() });
      expect(await account()).toMatchObject({ tokenCiphertext: null, disconnectedAt: null, problem: "reconnect" });
      expect((await account())?.problemDetail?.reason).toBe("app_removed");
      expect((await history()).slice(-2)).toEqual(["subscribed", "removed"]);
      await checkSubscription(accountId, { force: true });
      expect(await refreshToken(accountId, { force: true })).toBe("held");
      expect(await calls()).toEqual([]);

      await connect();
      expect(await account()).toMatchObject({ problem: null });
      expect(await subscribedAtInstagram()).toContain("messages");
    },
  );

  it("from before the last connection, or of somebody else, changes nothing", async () => {
    await applyDeauthorization({ userId: "17841467203918254", issuedAt: new Date(Date.now() - 10 * 60_000) });
    await applyDeauthorization({ userId: "99999", issuedAt: new Date() });
    expect(await account()).toMatchObject({ disconnectedAt: null, problem: null });
  });
});

async function connect() {
  return completeConnection(admin, await decide(await beginConnection(admin)));
}

async function account() {
  const [row] = await db.select().from(instagramAccounts);
  return row;
}

async function isComparisonQueued(): Promise<boolean> {
  const key = `reconcile-account:${accountId}`;
  return (await db.execute(sql`select 1 from graphile_worker.jobs where key = ${key}`)).length === 1;
}

async function history() {
  const rows = await db
    .select()
    .from(tokenEvents)
    .where(eq(tokenEvents.instagramAccountId, accountId))
    .orderBy(tokenEvents.at);
  return rows.map((row) => row.kind);
}

async function subscribedAtInstagram() {
  return (await control<{ subscribed_fields: string[] }>("GET", "/accounts/brassmoonstudio")).subscribed_fields;
}
