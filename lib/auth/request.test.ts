import { afterEach, describe, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

async function load(settings: Record<string, string> = {}) {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  vi.resetModules();
  const modules = await Promise.all([
    import("./client-ip.ts"),
    import("./request-origin.ts"),
    import("./session-cookie.ts"),
  ]);
  return Object.assign({}, ...modules) as (typeof modules)[0] & (typeof modules)[1] & (typeof modules)[2];
}

describe("the client's address", () => {
  const proxies = { TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8:1::/48" };
  test.each([
    ["nobody is trusted by default", {}, "198.51.100.1", "1.1.1.1, 2.2.2.2", "198.51.100.1"],
    ["a trusted proxy tells", proxies, "10.1.1.1", "1.1.1.1", "1.1.1.1"],
    ["what the client wrote before is not believed", proxies, "10.1.1.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"],
    ["two proxies in a row", proxies, "10.1.1.1", "6.6.6.6, 1.1.1.1, 10.2.2.2", "1.1.1.1"],
    ["nothing but proxies", proxies, "10.1.1.1", "10.3.3.3", "10.3.3.3"],
    ["a stranger cannot pose as a proxy", proxies, "11.1.1.1", "1.1.1.1", "11.1.1.1"],
    ["IPv4 in IPv6 clothes", proxies, "::ffff:10.1.1.1", "1.1.1.1", "1.1.1.1"],
    ["IPv6 proxies", proxies, "2001:db8:1::5", "2001:db8:9::7", "2001:db8:9::7"],
    ["nonsense is skipped", proxies, "10.1.1.1", "1.1.1.1, unknown, <script>", "1.1.1.1"],
  ])("%s", async (_, settings, peer, forwarded, expected) => {
    const { clientIp, PEER_HEADER } = await load(settings);
    expect(clientIp(new Headers({ [PEER_HEADER]: peer, "x-forwarded-for": forwarded }))).toBe(expected);
  });

  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["unknown", "unknown"],
  ])("%s is counted as %s", async (ip, prefix) => {
    const { networkPrefix } = await load();
    expect(networkPrefix(ip)).toBe(prefix);
  });
});

describe("where a request comes from", () => {
  const own = { host: "inbox.example.com", origin: "https://inbox.example.com", "sec-fetch-site": "same-origin" };
  test.each([
    ["our own page", own, true],
    ["an old browser without Sec-Fetch-Site", { ...own, "sec-fetch-site": "" }, true],
    ["this machine by another name", { host: "127.0.0.1:4200", origin: "http://127.0.0.1:4200" }, true],
    ["no Origin", { host: "inbox.example.com" }, false],
    ["the origin null", { ...own, origin: "null" }, false],
    ["another site", { ...own, origin: "https://evil.example" }, false],
    ["another port", { host: "localhost:3000", origin: "http://localhost:3001" }, false],
    [
      "another site that names itself as forwarded host",
      { ...own, origin: "https://evil.example", "x-forwarded-host": "evil.example" },
      false,
    ],
    ["a neighbour of the same site", { ...own, "sec-fetch-site": "same-site" }, false],
    ["a navigation from elsewhere", { ...own, "sec-fetch-site": "cross-site" }, false],
  ])("%s", async (_, headers, isOwn) => {
    const { isOwnOrigin } = await load({ APP_URL: "https://inbox.example.com" });
    const given = Object.entries(headers).filter(([, value]) => value !== "");
    expect(isOwnOrigin(new Headers(given))).toBe(isOwn);
  });

  test("a forwarded host counts from a trusted proxy alone", async () => {
    const { isOwnOrigin, PEER_HEADER } = await load({ TRUSTED_PROXIES: "10.0.0.1/32" });
    const headers = { host: "app:3000", origin: "https://a.example", "x-forwarded-host": "a.example" };
    expect(isOwnOrigin(new Headers({ ...headers, [PEER_HEADER]: "10.0.0.1" }))).toBe(true);
    expect(isOwnOrigin(new Headers({ ...headers, [PEER_HEADER]: "10.0.0.2" }))).toBe(false);
  });

  test.each([
    ["localhost:3000", "http://localhost:3000"],
    ["127.0.0.1:4210", "http://127.0.0.1:4210"],
    ["evil host<>", "http://localhost:3000"],
  ])("a browser at %s is answered at %s", async (host, origin) => {
    const { requestOrigin } = await load();
    const headers = { get: (name: string) => (name === "host" ? host : null) } as Headers;
    expect(requestOrigin(headers)).toBe(origin);
  });
});

describe("the session's cookie", () => {
  const token = "A".repeat(43);
  test("is secure and bound to the host over https, plain on this machine", async () => {
    const secure = await load({ APP_URL: "https://inbox.example.com" });
    expect(secure.sessionCookieName()).toBe("__Host-authjs.session-token");
    expect(secure.sessionCookieOptions()).toEqual({ httpOnly: true, sameSite: "lax", path: "/", secure: true });
    const plain = await load({ APP_URL: "http://localhost:3000" });
    expect(plain.sessionCookieName()).toBe("authjs.session-token");
    expect(plain.sessionCookieOptions().secure).toBe(false);
  });

  test.each([
    ["alone", `authjs.session-token=${token}`, token],
    ["among others", `a=b; authjs.session-token=${token}; c=d`, token],
    ["the same twice", `authjs.session-token=${token}; authjs.session-token=${token}`, token],
    ["a second one planted", `authjs.session-token=${token}; authjs.session-token=${"B".repeat(43)}`, null],
    ["cut", `authjs.session-token=${token.slice(1)}`, null],
    ["oversized", `authjs.session-token=${token.repeat(100)}`, null],
    ["in pieces", `authjs.session-token.0=${token}`, null],
    ["a signed token of old", "authjs.session-token=eyJhbGciOiJkaXIifQ..abc", null],
    ["empty", "authjs.session-token=", null],
    ["encoded", `authjs.session-token=%41${token.slice(1)}`, null],
    ["with the prefix of https", `__Host-authjs.session-token=${token}`, null],
  ])("%s", async (_, header, expected) => {
    const { readSessionToken } = await load();
    expect(readSessionToken(header)).toBe(expected);
  });
});
