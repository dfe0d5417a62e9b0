import "#test/database.ts";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client.ts";
import { contacts, conversations, instagramAccounts, messages, oauthStates, tokenEvents } from "#db/schema/index.ts";
import { getAccountAccess } from "#lib/account-access.ts";
import { hashToken, randomToken } from "#lib/crypto.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { empty } from "#test/empty.ts";
import { calls, control, decide } from "#test/simulator.ts";
import { makeVisitor } from "#test/visitor.ts";
import { beginConnection, type CallbackAnswer, completeConnection } from "./connect.ts";
import { outcomeOf } from "./connect-outcomes.ts";
import type { Visitor } from "./oauth-state.ts";

const IG_ID = "17841467203918254";
const SCOPES = ["instagram_business_basic", "instagram_business_manage_messages"];

let admin: Visitor;

beforeEach(async () => {
  await control("POST", "/reset");
  await empty("oauth_states", "token_events", "instagram_accounts");
  admin = await makeVisitor("admin");
});

describe("connecting", () => {
  it.each([
    ["flat, with a bare number", {}],
    ["wrapped", { wrapped_exchange: true, wrapped_me: true }],
  ])(
    "keeps the account with its encrypted token and a webhook subscription that was read back (%s)",
    async (_, shape) => {
      await control("PATCH", "/app", shape);
      const result = await completeConnection(admin, await allow(admin));

      expect(result).toEqual({ outcome: "connected", username: "brassmoonstudio" });
      const [account] = await db.select().from(instagramAccounts);
      expect(account).toMatchObject({
        workspaceId: admin.member.workspaceId,
        igId: IG_ID,
        appScopedId: "27310846592217703",
        name: "Brass Moon Studio",
        accountType: "BUSINESS",
        grantedScopes: SCOPES,
        subscriptionError: null,
        problem: null,
        connectedBy: admin.member.id,
      });
      expect(account?.subscribedFields).toContain("messages");
      expect(daysUntil(account?.tokenExpiresAt)).toBeCloseTo(60, 1);

      const { token } = await getAccountAccess(account?.id ?? "");
      expect(token).toMatch(/^IG/);
      expect(JSON.stringify(account)).not.toContain(token);
      expect(await history()).toEqual(["connected", "subscribed"]);
      expect((await calls("subscribed_apps")).map(({ method }) => method)).toEqual(["POST", "GET"]);
    },
  );

  it("accepts a code with the fragment that sticks to a copied address", async () => {
    const answer = await allow(admin);
    const result = await completeConnection(admin, { ...answer, code: `${answer.code}#_` });
    expect(result.outcome).toBe("connected");
  });

  it("again keeps the account's id and history, ends its problem and brings back its subscription", async () => {
    await completeConnection(admin, await allow(admin));
    const [before] = await db.select().from(instagramAccounts);
    await db.update(instagramAccounts).set({ problem: "reconnect", pausedUntil: new Date(), tokenRefreshError: "x" });

    expect(await completeConnection(admin, await allow(admin))).toMatchObject({ outcome: "reconnected" });
    const accounts = await db.select().from(instagramAccounts);
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ id: before?.id, problem: null, pausedUntil: null, tokenRefreshError: null });
    expect(accounts[0]?.tokenCiphertext).not.toBe(before?.tokenCiphertext);
    expect(await history()).toEqual(["connected", "subscribed", "reconnected", "subscribed"]);
  });

  it("again lets the replies go out that were waiting for it, and only those", async () => {
    await completeConnection(admin, await allow(admin));
    const [account] = await db.select().from(instagramAccounts);
    const waiting = await makeReply(account?.id ?? "", "queued");
    const failed = await makeReply(account?.id ?? "", "failed");
    await completeConnection(admin, await allow(admin));
    const jobs = await db.execute<{ key: string }>(
      sql`select key from graphile_worker.jobs where task_identifier = 'deliver-replies'`,
    );
    expect(jobs.map((job) => job.key)).toEqual([`deliver-replies:${waiting}`]);
    expect(jobs.map((job) => job.key)).not.toContain(`deliver-replies:${failed}`);
  });

  it("works from several tabs at once, each with its own state", async () => {
    const [one, two] = [await beginConnection(admin), await beginConnection(admin)];
    expect((await completeConnection(admin, await decide(two))).outcome).toBe("connected");
    const other = await decide(one, { account: "nordlicht.keramik" });
    expect(await completeConnection(admin, other)).toEqual({ outcome: "connected", username: "nordlicht.keramik" });
    expect(await db.$count(instagramAccounts)).toBe(2);
  });

  it("makes one exchange and one account of a callback that comes ten times at once, and tells all ten the same", async () => {
    const answer = await allow(admin);
    const results = await Promise.all(Array.from({ length: 10 }, () => completeConnection(admin, answer)));

    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["connected"]));
    expect(await calls("oauth_access_token")).toHaveLength(1);
    expect(await db.$count(instagramAccounts)).toBe(1);
    expect(await completeConnection(admin, answer)).toEqual(results[0]);
    expect(await calls("oauth_access_token")).toHaveLength(1);
  });
});

describe("a state that proves nothing leads to no call", () => {
  const cases: [string, (answer: CallbackAnswer) => Promise<[Visitor | null, CallbackAnswer]>][] = [
    ["missing", async (answer) => [admin, { ...answer, state: null }]],
    ["empty", async (answer) => [admin, { ...answer, state: "" }]],
    ["forged", async (answer) => [admin, { ...answer, state: randomToken() }]],
    ["of another session", async (answer) => [{ ...admin, sessionId: crypto.randomUUID() }, answer]],
    ["of another member", async (answer) => [{ ...(await makeVisitor("admin")), sessionId: admin.sessionId }, answer]],
    ["of another workspace's admin", async (answer) => [await makeVisitor("admin"), answer]],
    ["without a session", async (answer) => [null, answer]],
    ["of a member who is no longer admin", async (answer) => [asAgent(admin), answer]],
    [
      "expired",
      async (answer) => {
        await db.update(oauthStates).set({ expiresAt: sql`now() - interval '1 second'` });
        return [admin, answer];
      },
    ],
  ];

  it.each(cases)("%s", async (_, spoil) => {
    const [visitor, answer] = await spoil(await allow(admin));
    expect(await completeConnection(visitor, answer)).toEqual({ outcome: "state_invalid" });
    expect(await calls("oauth_access_token")).toEqual([]);
    expect(await db.$count(instagramAccounts)).toBe(0);
  });

  it("is stored as a hash only, and agents get none", async () => {
    const state = new URL(await beginConnection(admin)).searchParams.get("state") ?? "";
    expect(state).toHaveLength(43);
    const rows = await db.select().from(oauthStates);
    expect(rows.map((row) => row.stateHash)).toEqual([hashToken(state)]);
    await expect(beginConnection(asAgent(admin))).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("what the person or Instagram refuses", () => {
  it("is told in words, with the state used up: no second try with it", async () => {
    const refused = await decide(await beginConnection(admin), { decision: "cancel" });
    expect(await completeConnection(admin, refused)).toEqual({ outcome: "declined" });
    expect(await completeConnection(admin, { ...refused, state: null })).toEqual({ outcome: "declined" });
    expect(await completeConnection(admin, { ...refused, error: null, code: "late" })).toEqual({ outcome: "declined" });
    expect(await calls("oauth_access_token")).toEqual([]);
  });

  it.each([
    [["instagram_business_basic"], "missing_messages"],
    [["instagram_business_manage_messages"], "missing_basic"],
    [[], "missing_both"],
  ])("names the permission that is missing from %j and keeps no token", async (scopes, outcome) => {
    const answer = await decide(await beginConnection(admin), { scopes });
    expect(await completeConnection(admin, answer)).toEqual({ outcome });
    expect(await db.$count(instagramAccounts)).toBe(0);
    expect(await calls("access_token")).toEqual([]);
  });

  it("refuses a personal account with its reason", async () => {
    await control("PATCH", "/app", { personal_accounts: "allow" });
    await control("POST", "/accounts", { username: "just.noah", account_type: "PERSONAL" });
    const answer = await decide(await beginConnection(admin), { account: "just.noah" });
    expect(await completeConnection(admin, answer)).toEqual({ outcome: "personal_account" });
    expect(await db.$count(instagramAccounts)).toBe(0);
  });

  it("leaves an account where it is connected and says so neutrally", async () => {
    await completeConnection(admin, await allow(admin));
    const stranger = await makeVisitor("admin");
    expect(await completeConnection(stranger, await allow(stranger))).toEqual({ outcome: "connected_elsewhere" });
    const accounts = await db.select().from(instagramAccounts);
    expect(accounts.map((account) => account.workspaceId)).toEqual([admin.member.workspaceId]);
  });

  it("lets one of two workspaces win that connect an account at the same time", async () => {
    const stranger = await makeVisitor("admin");
    const answers = [await allow(admin), await allow(stranger)] as const;
    const results = await Promise.all([
      completeConnection(admin, answers[0]),
      completeConnection(stranger, answers[1]),
    ]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(["connected", "connected_elsewhere"]);
    expect(await db.$count(instagramAccounts)).toBe(1);
  });

  it("keeps an account whose subscription Instagram did not make, and says so", async () => {
    await control("PATCH", "/app", { webhook_fields: null });
    await control("POST", "/faults", { match: { endpoint: "subscribed_apps" }, times: -1, error: "unknown" });
    expect(await completeConnection(admin, await allow(admin))).toMatchObject({ outcome: "connected_without_events" });
    const [account] = await db.select().from(instagramAccounts);
    expect(account).toMatchObject({ subscribedFields: [], subscriptionError: "server_error", problem: null });
  });
});

describe("when Instagram fails", () => {
  it.each([
    ["a code that was used", "oauth_access_token", null, "code_refused"],
    ["an empty answer", "oauth_access_token", { result: "empty" }, "instagram_failed"],
    ["an answer of 30 MB", "oauth_access_token", { result: "huge" }, "instagram_failed"],
    ["a page instead of an answer", "access_token", { result: "html" }, "instagram_failed"],
    ["a cut connection", "access_token", { result: "drop" }, "instagram_unreachable"],
    ["a limit", "account", { error: "rate" }, "instagram_busy"],
    ["an account without a role at the app", "access_token", { error: "unsupported_get" }, "no_app_role"],
  ])("tells %s apart and leaves nothing behind", async (_, endpoint, fault, outcome) => {
    const answer = await allow(admin);
    if (fault) await control("POST", "/faults", { match: { endpoint }, ...fault });
    const given = fault ? answer : { ...answer, code: "spent" };
    expect(await completeConnection(admin, given)).toEqual({ outcome });
    expect(await db.$count(instagramAccounts)).toBe(0);
    expect(await db.$count(tokenEvents)).toBe(0);
    expect(await completeConnection(admin, given)).toEqual({ outcome });
    expect((await calls("oauth_access_token")).length).toBe(1);
  });
});

it("calls a late answer slow, and what is no fault of Instagram's nothing", () => {
  expect(outcomeOf(new InstagramError({ kind: "unknown", key: "timeout" }))).toBe("instagram_slow");
  expect(outcomeOf(new Error("the database is away"))).toBeNull();
});

async function allow(visitor: Visitor): Promise<CallbackAnswer> {
  return decide(await beginConnection(visitor));
}

/** A reply of ours in a conversation of its own; answers the conversation's id. */
async function makeReply(instagramAccountId: string, status: "queued" | "failed"): Promise<string> {
  const { workspaceId } = admin.member;
  const [contact] = await db
    .insert(contacts)
    .values({ workspaceId, instagramAccountId, igsid: status === "queued" ? "12841" : "12842" })
    .returning();
  const [conversation] = await db
    .insert(conversations)
    .values({ workspaceId, instagramAccountId, contactId: contact?.id ?? "", lastMessageAt: new Date() })
    .returning();
  const conversationId = conversation?.id ?? "";
  const reply = { direction: "outbound" as const, occurredAt: new Date(), text: "Hello", origin: "antwort" as const };
  await db.insert(messages).values({ ...reply, workspaceId, instagramAccountId, conversationId, status });
  return conversationId;
}

function asAgent(visitor: Visitor): Visitor {
  return { ...visitor, member: { ...visitor.member, role: "agent" } };
}

async function history() {
  const rows = await db
    .select({ kind: tokenEvents.kind })
    .from(tokenEvents)
    .innerJoin(instagramAccounts, eq(instagramAccounts.id, tokenEvents.instagramAccountId))
    .orderBy(tokenEvents.at);
  return rows.map((row) => row.kind);
}

function daysUntil(moment: Date | null | undefined): number {
  return ((moment?.getTime() ?? 0) - Date.now()) / (24 * 60 * 60 * 1000);
}
