import { createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { startSimulator } from "./server.ts";
import { type Settings, settingsFrom } from "./settings.ts";

export const SCOPES = "instagram_business_basic,instagram_business_manage_messages";
export const LENA = "1284407719365528";
export const ACCOUNT = "17841467203918254";

export type Received = { raw: string; headers: http.IncomingHttpHeaders; events: Event[] };
// biome-ignore lint/suspicious/noExplicitAny: events are read as the wire has them.
export type Event = any;

/** A stand-in for the app: answers the verification, records signed posts, and can be told which status to answer. */
export async function startApp() {
  const received: Received[] = [];
  const answers: number[] = [];
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://app");
    if (request.method === "GET") return void response.end(url.searchParams.get("hub.challenge"));
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks).toString("utf8");
      const entries: Event[] = JSON.parse(raw).entry;
      const events = entries.flatMap((one) => one.messaging ?? one.standby ?? one.changes ?? [one]);
      const status = answers.shift() ?? 200;
      if (status === 200) received.push({ raw, headers: request.headers, events });
      response.writeHead(status).end("EVENT_RECEIVED");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/webhook`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, received, answers, close, events: () => received.flatMap((one) => one.events) };
}

/** A running simulator with an app beside it, and the calls tests make again and again. */
export async function startPair(more: Partial<Settings> = {}) {
  const app = await startApp();
  const settings = { ...settingsFrom({}), port: 0, webhookUrl: app.url, ...more };
  const simulator = await startSimulator(settings);
  const base = simulator.url;

  async function control(method: string, path: string, body?: unknown): Promise<Event> {
    const response = await fetch(`${base}/control${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    return response.json();
  }

  async function graph(token: string, method: string, path: string, body?: unknown) {
    const response = await fetch(`${base}/v26.0${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Event };
  }

  const authorizeUrl = (more: Record<string, string> = {}) =>
    `${base}/oauth/authorize?${new URLSearchParams({ client_id: settings.appId, redirect_uri: "https://inbox.example/callback", response_type: "code", scope: SCOPES, state: "st", ...more })}`;

  async function code(account = "brassmoonstudio", scopes = SCOPES.split(",")) {
    const form = new URLSearchParams([
      ["decision", "allow"],
      ["account", account],
      ...scopes.map((one) => ["scope", one]),
    ]);
    const response = await fetch(authorizeUrl(), { method: "POST", body: form, redirect: "manual" });
    return new URL(response.headers.get("location") ?? "").searchParams.get("code") ?? "";
  }

  async function exchange(given: string, more: Record<string, string> = {}) {
    const body = new URLSearchParams({
      client_id: settings.appId,
      client_secret: settings.appSecret,
      grant_type: "authorization_code",
      redirect_uri: "https://inbox.example/callback",
      code: given,
      ...more,
    });
    const response = await fetch(`${base}/oauth/access_token`, { method: "POST", body });
    return { status: response.status, text: await response.text() };
  }

  async function longToken(short: string): Promise<string> {
    const query = `grant_type=ig_exchange_token&client_secret=${settings.appSecret}&access_token=${short}`;
    const body = (await (await fetch(`${base}/access_token?${query}`)).json()) as { access_token: string };
    return body.access_token;
  }

  /** The whole connection: a long-lived token of a subscribed account. */
  async function connect(account = "brassmoonstudio"): Promise<string> {
    const token = await longToken(JSON.parse((await exchange(await code(account))).text).access_token);
    await graph(token, "POST", "/me/subscribed_apps?subscribed_fields=messages,messaging_seen");
    return token;
  }

  const settle = () => control("POST", "/webhooks/settle", { timeout_ms: 10_000 });
  const say = (text: string, customer = LENA) => control("POST", `/customers/${customer}/messages`, { text });
  const send = (token: string, message: unknown, more: object = {}) =>
    graph(token, "POST", "/me/messages", { recipient: { id: LENA }, message, ...more });
  const signature = (raw: string) => `sha256=${createHmac("sha256", settings.appSecret).update(raw).digest("hex")}`;
  const close = async () => {
    await simulator.close();
    await app.close();
  };
  return {
    app,
    base,
    settings,
    control,
    graph,
    authorizeUrl,
    code,
    exchange,
    longToken,
    connect,
    settle,
    say,
    send,
    signature,
    close,
  };
}

export type Pair = Awaited<ReturnType<typeof startPair>>;
