import "#test/database.ts";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "#db/client.ts";
import { changes, instagramAccounts, tokenEvents, workspaces } from "#db/schema/index.ts";
import { clearProblem, getAccountAccess, recordRefusal, sealToken } from "./account-access.ts";
import { InstagramError } from "./instagram/errors.ts";

let accountId: string;

beforeEach(async () => {
  accountId = await makeAccount("a token of the first account");
});

describe("access", () => {
  it("opens the token of its own row", async () => {
    const access = await getAccountAccess(accountId);
    expect(access).toMatchObject({ id: accountId, token: "a token of the first account" });
  });

  it("is refused once disconnected, and for an account that never was", async () => {
    await update({ disconnectedAt: new Date(), tokenCiphertext: null });
    await expect(getAccountAccess(accountId)).rejects.toMatchObject({ code: "account_disconnected" });
    await expect(getAccountAccess(crypto.randomUUID())).rejects.toMatchObject({ code: "account_disconnected" });
  });

  it("never opens a ciphertext that was swapped in from another row: the account needs attention instead", async () => {
    const otherId = await makeAccount("a token of the second account");
    const [first, second] = [await account(accountId), await account(otherId)];
    await update({ tokenCiphertext: second?.tokenCiphertext }, accountId);
    await update({ tokenCiphertext: first?.tokenCiphertext }, otherId);

    await expect(getAccountAccess(accountId)).rejects.toMatchObject({ code: "account_needs_reconnect" });
    await expect(getAccountAccess(otherId)).rejects.toMatchObject({ code: "account_needs_reconnect" });
    expect(await account()).toMatchObject({ problem: "reconnect", problemDetail: { reason: "token_unreadable" } });
  });

  it("refuses a ciphertext whose tag was cut short", async () => {
    const sealed = (await account())?.tokenCiphertext ?? "";
    const [version, key, iv, body = ""] = sealed.split(".");
    const cut = Buffer.from(body, "base64url").subarray(0, -12).toString("base64url");
    await update({ tokenCiphertext: [version, key, iv, cut].join(".") });
    await expect(getAccountAccess(accountId)).rejects.toMatchObject({ code: "account_needs_reconnect" });
  });
});

describe("a refusal", () => {
  const expired = new InstagramError({ kind: "reconnect", key: "token_expired", code: 190, traceId: "A1" });

  it("stands once, with its codes and one line of history, until it is cleared", async () => {
    expect(await recordRefusal(db, accountId, expired)).toBe("problem");
    await recordRefusal(db, accountId, new InstagramError({ kind: "restricted", key: "sending_restricted", code: 10 }));

    expect(await account()).toMatchObject({
      problem: "reconnect",
      problemDetail: { reason: "token_expired", code: 190, subcode: null, traceId: "A1" },
    });
    expect(await history()).toEqual(["refused"]);
    expect(await timesTold()).toBe(1);
    await expect(getAccountAccess(accountId)).rejects.toMatchObject({ code: "account_needs_reconnect" });

    expect(await clearProblem(db, accountId)).toBe(true);
    expect(await clearProblem(db, accountId)).toBe(false);
    expect(await timesTold()).toBe(2);
    expect((await getAccountAccess(accountId)).id).toBe(accountId);
  });

  it("of a token that was replaced meanwhile says nothing about its successor", async () => {
    expect(await recordRefusal(db, accountId, expired, "the token before")).toBe("stale");
    expect((await account())?.problem).toBeNull();
    expect(await recordRefusal(db, accountId, expired, "a token of the first account")).toBe("problem");
  });

  it("that asks for patience pauses the account for as long as it says, and never shortens a pause", async () => {
    const patience = (retryAfterMs: number) =>
      new InstagramError({ kind: "throttled", key: "rate_limit", code: 613, retryAfterMs });
    expect(await recordRefusal(db, accountId, patience(600_000))).toBe("paused");
    const until = (await account())?.pausedUntil?.getTime() ?? 0;
    expect(until - Date.now()).toBeGreaterThan(590_000);
    expect(until - Date.now()).toBeLessThan(760_000);

    await recordRefusal(db, accountId, patience(1_000));
    expect((await account())?.pausedUntil?.getTime()).toBe(until);
    expect((await account())?.problem).toBeNull();
  });

  it("that asks for patience again and again pauses longer each time, those refused together count once", async () => {
    const patience = new InstagramError({ kind: "throttled", key: "rate_limit", code: 613 });
    const lengths: number[] = [];
    for (let round = 0; round < 8; round++) {
      await Promise.all([1, 2, 3].map(() => recordRefusal(db, accountId, patience)));
      lengths.push(((await account())?.pausedUntil?.getTime() ?? 0) - Date.now());
      await update({ pausedUntil: new Date(Date.now() - 1_000) });
    }
    for (const [round, length] of lengths.entries()) {
      const seconds = Math.min(30 * 2 ** round, 900);
      expect(length).toBeGreaterThan((seconds - 2) * 1_000);
      expect(length).toBeLessThan(seconds * 1_250 + 1_000);
    }
    await update({ pausedUntil: new Date(Date.now() - 11 * 60_000) });
    await recordRefusal(db, accountId, patience);
    expect((await account())?.pauses).toBe(1);
  });

  it("of one request says nothing about the account", async () => {
    const closed = new InstagramError({ kind: "window_closed", key: "window_closed", code: 10, subcode: 2534022 });
    expect(await recordRefusal(db, accountId, closed)).toBe("none");
    expect(await account()).toMatchObject({ problem: null, pausedUntil: null });
  });
});

async function makeAccount(token: string): Promise<string> {
  const [workspace] = await db.insert(workspaces).values({ name: "Brass Moon" }).returning();
  if (!workspace) throw new Error("no workspace");
  const id = crypto.randomUUID();
  await db.insert(instagramAccounts).values({
    id,
    workspaceId: workspace.id,
    igId: `1784${Math.floor(Math.random() * 1e13)}`,
    username: "brassmoon",
    tokenCiphertext: sealToken(token, { id, workspaceId: workspace.id }),
  });
  return id;
}

async function account(id = accountId) {
  const [row] = await db.select().from(instagramAccounts).where(eq(instagramAccounts.id, id));
  return row;
}

async function history() {
  const rows = await db.select().from(tokenEvents).where(eq(tokenEvents.instagramAccountId, accountId));
  return rows.map((row) => row.kind);
}

/** How often open browsers were told that the state of an account has changed. */
async function timesTold() {
  const { workspaceId } = (await account()) ?? { workspaceId: "" };
  return (await db.select().from(changes).where(eq(changes.workspaceId, workspaceId))).filter(
    ({ topic }) => topic === "accounts",
  ).length;
}

async function update(values: Partial<typeof instagramAccounts.$inferInsert>, id = accountId) {
  await db.update(instagramAccounts).set(values).where(eq(instagramAccounts.id, id));
}
