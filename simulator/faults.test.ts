import { afterEach, beforeEach, expect, test } from "vitest";
import { LENA, type Pair, startPair } from "./testing.ts";

let pair: Pair;
let token: string;
beforeEach(async () => {
  pair = await startPair();
  token = await pair.connect();
  await pair.say("Hi");
});
afterEach(() => pair.close());

const plan = (body: object) => pair.control("POST", "/faults", body);

test("a named refusal hits the matching call, so many times", async () => {
  await plan({ match: { endpoint: "messages", recipient: LENA }, times: 2, error: "rate" });
  const seen = [];
  for (let turn = 0; turn < 3; turn++) seen.push((await pair.send(token, { text: "x" })).body.error?.code ?? "sent");
  expect(seen).toEqual([613, 613, "sent"]);
  const ledger = await pair.control("GET", "/ledger");
  expect(ledger.map((one: { accepted: boolean }) => one.accepted)).toEqual([false, false, true]);
});

test("500 with delivery, lost connections before and after acceptance, and silence", async () => {
  await plan({ match: { endpoint: "messages" }, accept: true, error: "unknown" });
  expect((await pair.send(token, { text: "delivered anyway" })).status).toBe(500);
  await plan({ match: { endpoint: "messages" }, accept: true, result: "drop" });
  await expect(pair.send(token, { text: "answer lost" })).rejects.toThrow();
  await plan({ match: { endpoint: "messages" }, result: "drop" });
  await expect(pair.send(token, { text: "never taken" })).rejects.toThrow();
  await plan({ match: { endpoint: "messages" }, accept: true, result: "hang" });
  const hanging = fetch(`${pair.base}/v26.0/me/messages`, {
    method: "POST",
    signal: AbortSignal.timeout(300),
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify({ recipient: { id: LENA }, message: { text: "hangs" } }),
  });
  await expect(hanging).rejects.toThrow();
  const thread = await pair.control("GET", `/threads?customer=${LENA}`);
  const texts = thread.messages.map((one: { text: string }) => one.text);
  expect(texts).toEqual(["Hi", "delivered anyway", "answer lost", "hangs"]);
  await pair.settle();
  expect(pair.app.events().filter((one) => one.message?.is_echo).length).toBe(3);
});

test("empty and HTML answers, delays, headers, a limit for some seconds", async () => {
  const call = () => fetch(`${pair.base}/v26.0/me?access_token=${token}`);
  await plan({ match: { endpoint: "account" }, result: "empty" });
  expect(await (await call()).text()).toBe("");
  await plan({ match: { endpoint: "account" }, result: "html", status: 502 });
  const page = await call();
  expect([page.status, page.headers.get("content-type")]).toEqual([502, "text/html; charset=utf-8"]);
  await plan({ match: { endpoint: "account" }, delay_ms: 120 });
  const began = performance.now();
  expect((await call()).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(110);
  await plan({ seconds: 3600, error: "app_rate", headers: { "x-app-usage": '{"call_volume":100,"cpu_time":4}' } });
  const limited = await call();
  expect(limited.headers.get("x-app-usage")).toBe('{"call_volume":100,"cpu_time":4}');
  expect(await limited.json()).toMatchObject({ error: { code: 4, is_transient: true } });
  await pair.control("POST", "/clock", { advance_hours: 2 });
  expect((await call()).status).toBe(200);
});

test("media can expire, vanish, turn to HTML or refuse", async () => {
  const said = await pair.control("POST", `/customers/${LENA}/messages`, { kind: "image" });
  await pair.settle();
  const old = pair.app.events().at(-1).message.attachments[0].payload.url;
  const id = new URL(old).searchParams.get("asset_id");
  await pair.control("POST", `/media/${id}/expire`);
  expect((await fetch(old)).status).toBe(403);
  const again = await pair.graph(token, "GET", `/${said.mid}?fields=attachments`);
  const fresh = again.body.attachments.data[0].image_data.url;
  expect((await fetch(fresh, { headers: { Range: "bytes=0-9" } })).status).toBe(206);
  await plan({ match: { endpoint: "cdn", path: `asset_id=${id}` }, result: "html" });
  expect((await fetch(fresh)).headers.get("content-type")).toContain("text/html");
  await plan({ match: { endpoint: "cdn", path: `asset_id=${id}` }, result: "endless" });
  const endless = await fetch(fresh);
  const reader = endless.body?.getReader();
  let bytes = 0;
  while (bytes < 1_000_000) bytes += (await reader?.read())?.value?.length ?? Number.NaN;
  await reader?.cancel();
  await plan({ match: { endpoint: "cdn", path: `asset_id=${id}` }, times: -1, result: "redirect" });
  await expect(fetch(fresh)).rejects.toThrow();
  await pair.control("DELETE", "/faults");
  await pair.control("DELETE", `/media/${id}`);
  expect((await fetch(fresh)).status).toBe(404);
});

test("refusals in another language, access switched off, a thread another app owns, a customer who is gone", async () => {
  await pair.control("PATCH", "/app", { error_language: "pt" });
  await pair.control("POST", "/window", { customer: LENA, open: false });
  expect((await pair.send(token, { text: "x" })).body.error.message).toContain("fora do período");
  await pair.control("POST", "/window", { customer: LENA, open: true });
  await pair.control("POST", "/thread-owner", { customer: LENA, owner: "other" });
  expect((await pair.send(token, { text: "x" })).body.error.error_subcode).toBe(2534037);
  await pair.control("PATCH", `/customers/${LENA}`, { unavailable: true });
  expect((await pair.send(token, { text: "x" })).body.error.code).toBe(551);
  await pair.control("PATCH", "/accounts/brassmoonstudio", { message_access: false });
  expect((await pair.send(token, { text: "x" })).body.error.error_subcode).toBe(2534041);
  expect(await plan({ error: "nonsense" })).toMatchObject({ error: expect.stringContaining("there is no error") });
});
