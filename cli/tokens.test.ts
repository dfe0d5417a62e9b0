import "#test/database.ts";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { beginConnection, completeConnection } from "#lib/accounts/connect.ts";
import { control, decide } from "#test/simulator.ts";
import { makeVisitor } from "#test/visitor.ts";
import { commands } from "./tokens.ts";

beforeAll(async () => {
  const admin = await makeVisitor("admin");
  await completeConnection(admin, await decide(await beginConnection(admin)));
});

test("lists accounts with the state of their tokens and never a token", async () => {
  expect(await commands.list([])).toMatch(/^@brassmoonstudio\t17841467203918254\tvalid\t\S+Z\t59 days left\t-$/);
});

test.each(["@brassmoonstudio", "BrassMoonStudio", "17841467203918254"])("finds the account by %s", async (account) => {
  expect(await commands.refresh(["--account", account])).toContain("younger than 24 hours");
});

test("renews what Instagram lets it renew", async () => {
  await db.update(instagramAccounts).set({ tokenIssuedAt: sql`now() - interval '2 days'` });
  await control("POST", "/accounts/brassmoonstudio/token", { age_hours: 48 });
  expect(await commands.refresh([])).toBe("@brassmoonstudio\trefreshed");
});

test("fails with one sentence that names the account", async () => {
  await db.update(instagramAccounts).set({ tokenIssuedAt: sql`now() - interval '2 days'` });
  await control("POST", "/accounts/brassmoonstudio/token", { state: "revoked" });
  await expect(commands.refresh([])).rejects.toThrow("Not renewed: @brassmoonstudio (refused by Instagram");
  expect(await commands.list([])).toMatch(/\trefused\t.*\tapp_removed$/);
  await expect(commands.refresh(["--account", "@nobody"])).rejects.toThrow("@nobody does not exist");
});
