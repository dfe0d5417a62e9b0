import "#test/database.ts";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { PEER_HEADER } from "#lib/auth/client-ip.ts";
import { closeSubscriptions } from "#lib/realtime/subscribe.ts";
import { expectDescribed, serveApi } from "#test/api.ts";
import { makeMember } from "#test/factories.ts";
import { isAllowedFrom, rangeInput } from "./allowed-from.ts";
import { createApiKey } from "./keys.ts";

const api = await serveApi();
afterAll(closeSubscriptions);
afterEach(expectDescribed);

let key: string;

beforeEach(async () => {
  const { workspaceId } = await makeMember();
  const input = { name: "Shop", permission: "read-write", allowedFrom: ["203.0.113.0/24", "2001:db8::7"] } as const;
  const made = await createApiKey({ workspaceId, createdBy: null }, { ...input, allowedFrom: [...input.allowedFrom] });
  key = made.key;
});

const ask = (headers: Record<string, string>, path = "/v1/auth/verify", method = "GET") =>
  fetch(`${api.baseURL}${path}`, { method, headers: { authorization: `Bearer ${key}`, ...headers } });

test("a key that is bound to addresses opens nothing elsewhere, whatever a client says of itself", async () => {
  for (const [from, status] of [
    ["203.0.113.9", 200],
    ["::ffff:203.0.113.9", 200],
    ["2001:db8:0::7", 200],
    ["203.0.114.9", 403],
    ["2001:db8::8", 403],
  ] as const) {
    expect([from, (await ask({ [PEER_HEADER]: from })).status]).toEqual([from, status]);
  }
  const forged = await ask({ [PEER_HEADER]: "198.51.100.4", "x-forwarded-for": "203.0.113.9" });
  expect(await forged.json()).toMatchObject({ code: "address_not_allowed", type: "permission_error" });
});

test("it is narrowed: it makes no key that is not", async () => {
  const { status } = await ask({ [PEER_HEADER]: "203.0.113.9" }, "/v1/api-keys");
  expect(status).toBe(403);
});

test("without a range everything is allowed; what is no address matches nothing", () => {
  expect(isAllowedFrom(new Headers(), null)).toBe(true);
  expect(isAllowedFrom(new Headers(), ["0.0.0.0/0", "::/0"])).toBe(false);
});

test.each([
  ["203.0.113.7", true],
  ["203.0.113.0/24", true],
  ["2001:db8::/32", true],
  [" 203.0.113.7 ", true],
  ["203.0.113.0/33", false],
  ["203.0.113", false],
  ["shop.example", false],
  ["", false],
])("%j is an address or a range: %s", (text, isOne) => {
  expect(rangeInput.safeParse(text).success).toBe(isOne);
});
