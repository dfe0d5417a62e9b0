import "#test/database.ts";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { GET } from "#app/api/instagram/callback/route.ts";
import { db } from "#db/client.ts";
import { apiKeys, instagramAccounts } from "#db/schema/index.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, refusal, serveApi } from "#test/api.ts";
import { makeMember } from "#test/factories.ts";
import { calls, control, decide } from "#test/simulator.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let workspaceId: string;
let key: string;
let keyId: string;

beforeEach(async () => {
  await control("POST", "/reset");
  await db.update(instagramAccounts).set({ disconnectedAt: new Date(), tokenCiphertext: null });
  ({ workspaceId } = await makeMember());
  ({ key, id: keyId } = await createApiKey(
    { workspaceId, createdBy: null },
    { name: "Shop", permission: "read-write" },
  ));
});

const connectUrl = async (query: Record<string, string> = {}) => {
  const path = { platform: "instagram" } as const;
  return (await api.sdk(key).connect.getConnectUrl({ path, query: { profileId: workspaceId, ...query } })).data;
};

const comeBack = (answer: { code: string | null; state: string | null; error: string | null }) => {
  const given = Object.entries(answer).flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
  return GET(new Request(`http://localhost:3000/api/instagram/callback?${new URLSearchParams(given)}`));
};

const accounts = () => db.select().from(instagramAccounts).where(eq(instagramAccounts.workspaceId, workspaceId));

test("the owner of an account, who is no member, lets a program in and comes back to it", async () => {
  const begun = await connectUrl({ redirect_url: "https://shop.example/done?kept=1" });
  expect(new URL(begun?.authUrl ?? "").searchParams.get("state")).toBe(begun?.state);
  const answer = await decide(begun?.authUrl ?? "");
  const response = await comeBack(answer);
  expect(response.status).toBe(303);
  const [account] = await accounts();
  const landed = new URL(response.headers.get("location") ?? "");
  expect(landed.origin + landed.pathname).toBe("https://shop.example/done");
  expect(Object.fromEntries(landed.searchParams)).toEqual({
    kept: "1",
    connected: "instagram",
    profileId: workspaceId,
    accountId: account?.id,
    username: "brassmoonstudio",
  });
  expect(account).toMatchObject({ connectedBy: null, disconnectedAt: null });

  const again = new URL((await comeBack(answer)).headers.get("location") ?? "");
  expect(again.searchParams.get("error")).toBe("invalid_state");
});

test("whoever declines is sent back with the reason", async () => {
  const begun = await connectUrl({ redirect_url: "https://shop.example/done" });
  const response = await comeBack(await decide(begun?.authUrl ?? "", { decision: "cancel" }));
  expect(response.headers.get("location")).toBe("https://shop.example/done?error=oauth_denied&platform=instagram");
  expect(await accounts()).toEqual([]);
});

test("a program that has the code finishes by itself, and no other key may", async () => {
  const begun = await connectUrl();
  const { code, state } = await decide(begun?.authUrl ?? "");
  const body = { code: code ?? "", state: state ?? "", profileId: workspaceId };
  const path = { platform: "instagram" } as const;
  const other = await createApiKey({ workspaceId, createdBy: null }, { name: "Other", permission: "read-write" });
  await refusal(api.sdk(other.key).connect.handleOAuthCallback({ path, body }));
  const { data } = await api.sdk(key).connect.handleOAuthCallback({ path, body });
  expect(data).toMatchObject({ username: "brassmoonstudio", platform: "instagram" });
  await refusal(api.sdk(key).connect.handleOAuthCallback({ path, body }));
});

test("a revoked key's link, another profile and other ways in are refused without a call", async () => {
  const begun = await connectUrl({ redirect_url: "https://shop.example/" });
  const answer = await decide(begun?.authUrl ?? "");
  await db.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, keyId));
  const response = await comeBack(answer);
  expect(response.headers.get("location")).toContain("error=invalid_state");
  expect(await calls("oauth_access_token")).toEqual([]);

  ({ key } = await createApiKey({ workspaceId, createdBy: null }, { name: "New", permission: "read-write" }));
  await refusal(connectUrl({ loginMethod: "facebook_login" }));
  await refusal(connectUrl({ profileId: crypto.randomUUID() }));
  await refusal(connectUrl({ redirect_url: "javascript:alert(1)" }));
});
