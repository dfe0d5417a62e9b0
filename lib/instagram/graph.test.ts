import "#test/settings.ts";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { InstagramError } from "./errors.ts";
import { startServer } from "./fixtures/server.ts";
import { callGraph, type GraphCall, MAX_ANSWER_BYTES } from "./graph.ts";
import { readTransportError } from "./transport-error.ts";
import { readRetryAfter, readUsage } from "./usage.ts";

const TOKEN = "IGAA_CANARY_0123456789012345678901234567";
const send: GraphCall = { method: "POST", token: TOKEN, path: ["1", "messages"], json: { message: { text: "x" } } };

let server: Awaited<ReturnType<typeof startServer>>;
const base = { url: "" };

/** Settings are read once, so the address in them forwards to whatever `base` names. */
beforeAll(async () => {
  server = await startServer();
  base.url = server.url;
  process.env.INSTAGRAM_GRAPH_URL = "http://graph.test";
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", (url: URL, init: RequestInit) =>
    real(String(url).replace("http://graph.test", base.url), init),
  );
});
afterEach(() => {
  base.url = server.url;
});
afterAll(() => server.stop());

async function failureOf(call: Partial<GraphCall> = {}): Promise<InstagramError> {
  return callGraph({ ...send, ...call }).then(
    () => expect.unreachable("the call must fail"),
    (error: InstagramError) => error,
  );
}

async function listen(listener: Server): Promise<number> {
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return (listener.address() as AddressInfo).port;
}

describe("the request", () => {
  test("carries the token as a header and escapes each part of the path", async () => {
    server.answers.push({ body: {} });
    await callGraph({ token: TOKEN, path: ["a/b?c", "x"], query: { fields: "id,name" } });
    expect(server.received.at(-1)).toMatchObject({
      method: "GET",
      path: "/v26.0/a%2Fb%3Fc/x",
      query: { fields: "id,name" },
      authorization: `Bearer ${TOKEN}`,
    });
  });

  test("goes to the path without a version where asked", async () => {
    server.answers.push({ body: {} });
    await callGraph({ host: "graph_unversioned", path: ["refresh_access_token"] });
    expect(server.received.at(-1)).toMatchObject({ path: "/refresh_access_token", authorization: undefined });
  });
});

describe("not sent: nothing can have arrived", () => {
  // A host that was reached in between is not left alone.
  afterEach(async () => {
    base.url = server.url;
    server.answers.push({ body: {} });
    await callGraph({ path: ["me"] });
  });

  test("connection refused", async () => {
    const closed = createServer();
    const port = await listen(closed);
    closed.close();
    for (const host of ["127.0.0.1", "localhost"]) {
      base.url = `http://${host}:${port}`;
      expect(await failureOf()).toMatchObject({ kind: "not_sent", retryable: true, httpStatus: null });
    }
  });

  test("a name that does not exist", async () => {
    base.url = "http://no-such-host.invalid";
    expect(await failureOf()).toMatchObject({ kind: "not_sent", key: "not_sent" });
  });

  test("the other side speaks no TLS, or hangs up during the handshake", async () => {
    base.url = server.url.replace("http:", "https:");
    expect(await failureOf()).toMatchObject({ kind: "not_sent" });

    const rude = createServer((socket) => socket.once("data", () => socket.destroy()));
    base.url = `https://127.0.0.1:${await listen(rude)}`;
    expect(await failureOf()).toMatchObject({ kind: "not_sent" });
    rude.close();
  });

  test("no common cipher", async () => {
    const keyless = createTlsServer({});
    base.url = `https://127.0.0.1:${await listen(keyless)}`;
    expect(await failureOf()).toMatchObject({ kind: "not_sent" });
    keyless.close();
  });

  test.each([
    ["a certificate of an unknown issuer", { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }],
    ["a certificate of another name", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }],
    ["an expired certificate", { code: "CERT_HAS_EXPIRED" }],
    ["a connection that took too long", { code: "UND_ERR_CONNECT_TIMEOUT" }],
    ["an unreachable network", { code: "ENETUNREACH" }],
    ["a connect that timed out", { code: "ETIMEDOUT", syscall: "connect" }],
  ])("%s", (_case, facts) => {
    const wrapped = new TypeError("fetch failed", { cause: Object.assign(new Error("x"), facts) });
    expect(readTransportError(wrapped)).toMatchObject({ kind: "not_sent" });
  });
});

describe("unknown: it may have arrived", () => {
  const unknown = { kind: "unknown", retryable: false };

  test("no answer within the deadline", async () => {
    server.answers.push(() => {});
    const started = performance.now();
    expect(await failureOf({ timeoutMs: 200 })).toMatchObject({ ...unknown, key: "timeout" });
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test("an answer that trickles past the deadline", async () => {
    server.answers.push((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(drip));
    });
    expect(await failureOf({ timeoutMs: 300 })).toMatchObject({ ...unknown, key: "timeout" });
  });

  test.each([
    ["a reset", (socket: Socket) => socket.resetAndDestroy()],
    ["a closed connection", (socket: Socket) => socket.end()],
    ["an answer cut short", (socket: Socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")],
    ["no HTTP", (socket: Socket) => socket.end("what?\r\n\r\n")],
    ["headers without end", (socket: Socket) => socket.end(`HTTP/1.1 200 OK\r\nX: ${"x".repeat(200_000)}`)],
  ])("%s after the request was read", async (_case, act) => {
    const peer = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => act(socket));
    });
    base.url = `http://127.0.0.1:${await listen(peer)}`;
    expect(await failureOf()).toMatchObject({ ...unknown, key: "connection_lost" });
    peer.close();
  });

  test.each([
    ["an empty body", ""],
    ["HTML", "<html>"],
    ["a list", "[]"],
    ["null", "null"],
    ["more than the cap", JSON.stringify({ message_id: "x".repeat(MAX_ANSWER_BYTES) })],
  ])("200 with %s", async (_case, body) => {
    server.answers.push({ body });
    expect(await failureOf()).toMatchObject({ ...unknown, key: "unreadable_answer", httpStatus: 200 });
  });

  test("an endless or exploding answer is not read to its end", async () => {
    let written = 0;
    server.answers.push((_request, response) => {
      response.writeHead(200);
      const chunk = "x".repeat(65_536);
      const pump = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
        written += chunk.length;
      };
      response.on("drain", pump);
      pump();
    });
    expect(await failureOf()).toMatchObject({ ...unknown, key: "unreadable_answer" });
    expect(written).toBeLessThan(MAX_ANSWER_BYTES * 16);

    server.answers.push((_request, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    });
    expect(await failureOf()).toMatchObject({ ...unknown, key: "unreadable_answer" });
  });

  test.each([500, 502, 503, 504])("%s, with any body", async (status) => {
    const refusal = { error: { message: "x", type: "OAuthException", code: 100, error_subcode: 2534014 } };
    server.answers.push({ status, body: "<html>" }, { status, body: refusal });
    expect(await failureOf()).toMatchObject({ ...unknown, key: "server_error", httpStatus: status });
    expect(await failureOf()).toMatchObject({ ...unknown, key: "server_error", code: 100, subcode: 2534014 });
  });

  test("a refusal that says nothing", async () => {
    for (const body of ["", "<html>", {}, { error: "no" }, { error: {} }, { error: { code: "x" } }]) {
      server.answers.push({ status: 400, body });
      expect(await failureOf()).toMatchObject({ ...unknown, key: "unreadable_answer", httpStatus: 400 });
    }
  });

  test("a redirect is not followed", async () => {
    server.answers.push({ status: 307, headers: { location: `${server.url}/elsewhere` }, body: "" });
    const before = server.received.length;
    expect(await failureOf()).toMatchObject(unknown);
    expect(server.received).toHaveLength(before + 1);
  });
});

describe("refusals", () => {
  test("a 200 with an error inside is one", async () => {
    server.answers.push({ body: { error: { message: "x", code: 613, error_subcode: 2534040 } } });
    expect(await failureOf()).toMatchObject({
      kind: "throttled",
      code: 613,
      subcode: 2534040,
      httpStatus: 200,
      retryable: true,
    });
  });

  test("how long to wait comes from retry-after, else from the usage header", async () => {
    const body = { error: { message: "x", code: 80002 } };
    const usage = JSON.stringify({
      1784: [{ type: "instagram", call_count: 100, estimated_time_to_regain_access: 7 }],
    });
    server.answers.push({ status: 400, headers: { "retry-after": "12", "x-business-use-case-usage": usage }, body });
    server.answers.push({ status: 400, headers: { "x-business-use-case-usage": usage }, body });
    server.answers.push({ status: 400, body });
    expect([await failureOf(), await failureOf(), await failureOf()].map((error) => error.retryAfterMs)).toEqual([
      12_000,
      420_000,
      null,
    ]);
  });

  test("429 is a throttle even without words, unless a code says more", async () => {
    server.answers.push({ status: 429, headers: { "retry-after": "3" }, body: "slow down" });
    server.answers.push({ status: 429, body: { error: { code: 4 } } }, { status: 429, body: { error: { code: 190 } } });
    expect(await failureOf()).toMatchObject({ kind: "throttled", key: "throttled_by_status", retryAfterMs: 3000 });
    expect(await failureOf()).toMatchObject({ kind: "app_throttled" });
    expect(await failureOf()).toMatchObject({ kind: "reconnect" });
  });

  test("no secret reaches what may be logged", async () => {
    const secret = "5d1f0b7c9e2a4436b8c0d7e6f1a29384";
    const message = `Malformed access token ${TOKEN} of ${secret}, was IGAAPdummyLongLivedTokenForFixtures0002ZAGZD`;
    server.answers.push({ status: 400, body: { error: { message, code: 190 } } });
    const error = await failureOf({ query: { client_secret: secret } });
    expect(error.detail).toBe("Malformed access token [secret] of [secret], was [secret]");
    expect(error.message).toBe("Instagram: token_expired (code 190, HTTP 400)");

    base.url = "http://no-such-host.invalid";
    const lost = await failureOf({ query: { access_token: TOKEN } });
    expect(JSON.stringify([lost.message, lost.stack, String(lost.cause), { ...lost }])).not.toContain(TOKEN);
  });
});

describe("usage", () => {
  test.each([
    ["captured", { "x-app-usage": '{"call_volume":3,"cpu_time":41}' }, 41, null],
    ["documented", { "x-app-usage": '{"call_count":28,"total_time":25,"total_cputime":5}' }, 28, null],
    [
      "of the account",
      { "x-business-use-case-usage": '{"1":[{"call_count":9,"total_time":80}],"2":[{"call_count":95}]}' },
      null,
      95,
    ],
    ["missing", {}, null, null],
    ["broken", { "x-app-usage": "{", "x-business-use-case-usage": "[1]" }, null, null],
    ["of odd types", { "x-app-usage": '{"call_volume":{}}', "x-business-use-case-usage": '{"1":"x"}' }, null, null],
  ])("%s", (_case, headers, appPercent, accountPercent) => {
    expect(readUsage(new Headers(headers))).toEqual({ appPercent, accountPercent, regainAccessMs: null });
  });

  test("retry-after in seconds, as a date, or unreadable", () => {
    const at = Date.parse("2026-11-22T10:00:00Z");
    const read = (value: string) => readRetryAfter(new Headers({ "retry-after": value }), at);
    expect(["0", "30", "Sun, 22 Nov 2026 10:00:05 GMT", "Sun, 22 Nov 2026 09:00:00 GMT", "soon", ""].map(read)).toEqual(
      [0, 30_000, 5000, 0, null, null],
    );
  });
});
