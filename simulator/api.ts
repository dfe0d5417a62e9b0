import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { errorAnswer, Refusal } from "./errors.ts";
import type { Service } from "./events.ts";
import { type FaultPlan, faultFor, replaced, type Target } from "./faults.ts";
import { accountBy } from "./find.ts";
import { endpointOf, graph } from "./graph.ts";
import { type Answer, type Call, json, parameters, sha256, write } from "./http.ts";
import { id, isObject, type Json, object, text } from "./json.ts";
import { serveMedia } from "./media.ts";
import { authorize } from "./oauth.ts";
import { rateLimited, usageHeaders } from "./rates.ts";
import type { CallEntry, SendEntry } from "./state.ts";
import { exchangeCode, exchangeToken, refreshToken, tokenOf } from "./tokens.ts";

const KEPT_CALLS = 20_000;

/** Answers one call to Instagram's hosts: enters it in the ledgers, applies fault plans, writes the answer. */
export async function answerApi(service: Service, call: Call, response: ServerResponse) {
  const { world } = service;
  const began = performance.now();
  const values = (await parameters(call))?.values ?? {};
  const token = tokenOf(call, values.access_token);
  const target = targetOf(service, call, values, token);
  const entry = enterCall(service, call, target, token);
  const send =
    target.endpoint === "messages" && call.method === "POST" ? enterSend(service, call, target, values) : null;
  const plan = faultFor(world, target);
  if (plan) entry.fault = plan.id;
  if (plan && send) send.fault = plan.id;
  if (plan?.delay_ms) await sleep(plan.delay_ms);
  const carriesOut =
    !plan || plan.accept || ["answer", "slow", "huge", "endless", "endless_headers"].includes(plan.result);
  const truth = carriesOut ? await handled(service, call, target) : null;
  if (send && truth) noteTruth(send, truth);
  const answer = plan ? replaced(world, plan, truth) : truth;
  if (plan?.result === "hang" || plan?.result === "drop" || !answer) {
    if (plan?.result === "drop") response.destroy();
  } else {
    entry.status = answer.status;
    if (send) Object.assign(send, { status: answer.status, answer: parsed(answer.body) });
    if (plan?.result === "redirect")
      Object.assign(answer.headers ?? {}, { Location: plan.headers.Location ?? call.url.href });
    const full = target.endpoint === "cdn" ? answer : withUsage(service, call, answer);
    if (plan?.result === "endless") writeForever(response, full);
    else if (plan?.result === "endless_headers") writeHeadersForever(response, full);
    else if (plan?.result === "slow") await writeSlowly(response, full, plan);
    else write(response, full);
  }
  entry.ms = Math.round((performance.now() - began) * 10) / 10;
  truth?.after?.();
  world.changed({ what: "calls" });
}

async function handled(service: Service, call: Call, target: Target): Promise<Answer> {
  const { world } = service;
  try {
    const limited = rateLimited(world, target);
    if (limited) throw limited;
    if (target.endpoint === "authorize") return authorize(world, call);
    if (target.endpoint === "oauth_access_token") return await exchangeCode(world, call);
    if (target.endpoint === "cdn") return serveMedia(world, call);
    if (target.endpoint === "access_token" && call.method === "GET") return exchangeToken(world, call);
    if (target.endpoint === "refresh_access_token" && call.method === "GET") return refreshToken(world, call);
    return await graph(service, call);
  } catch (error) {
    if (error instanceof Refusal) return errorAnswer(error, world.state.app.error_language);
    throw error;
  }
}

function targetOf({ world }: Service, call: Call, values: Json, token: string): Target {
  const account = world.state.tokens.find((one) => one.token === token)?.account ?? null;
  const recipient = object(values.recipient);
  const message = object(values.message);
  const attachment = isObject(message.attachment) ? text(message.attachment.type) : null;
  const kind = text(values.sender_action) ?? attachment ?? (message.text === undefined ? null : "text");
  return {
    endpoint: endpointOf(call),
    method: call.method,
    path: endpointOf(call) === "cdn" ? call.path + call.url.search : call.path,
    account,
    recipient: id(recipient.id) ?? id(recipient.comment_id) ?? id(values.user_id),
    kind,
  };
}

function enterCall({ world }: Service, call: Call, target: Target, token: string): CallEntry {
  const { calls } = world.state;
  const query = new URLSearchParams(call.query);
  for (const secret of ["access_token", "client_secret", "code"]) query.delete(secret);
  const entry: CallEntry = {
    n: (calls.at(-1)?.n ?? 0) + 1,
    at: world.now(),
    method: call.method,
    path: `${call.url.pathname}${query.size > 0 ? `?${query}` : ""}`,
    endpoint: target.endpoint,
    account: accountBy(world, target.account)?.username ?? null,
    token_sha: token ? sha256(token) : null,
    status: null,
    ms: null,
    fault: null,
  };
  calls.push(entry);
  if (calls.length > KEPT_CALLS) calls.splice(0, calls.length - KEPT_CALLS);
  return entry;
}

function enterSend({ world }: Service, call: Call, target: Target, values: Json): SendEntry {
  const { sends } = world.state;
  const entry: SendEntry = {
    n: (sends.at(-1)?.n ?? 0) + 1,
    received_at: world.now(),
    bytes_read: call.raw.length,
    body_sha: sha256(call.raw),
    account: target.account,
    recipient: target.recipient,
    kind: target.kind,
    text: text(object(values.message).text),
    accepted: false,
    mid: null,
    status: null,
    answer: null,
    fault: null,
  };
  sends.push(entry);
  world.changed();
  return entry;
}

function noteTruth(send: SendEntry, truth: Answer) {
  send.accepted = truth.status === 200;
  send.mid = text(object(parsed(truth.body)).message_id);
}

function parsed(body: string | Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString().slice(0, 200);
  }
}

function withUsage({ world }: Service, call: Call, answer: Answer): Answer {
  const headers = { "instagram-api-version": call.version, ...usageHeaders(world) };
  return { ...answer, headers: { ...headers, ...answer.headers } };
}

async function writeSlowly(response: ServerResponse, answer: Answer, plan: FaultPlan) {
  const body = Buffer.from(answer.body);
  const steps = Math.max(1, Math.min(20, body.length));
  response.writeHead(answer.status, { ...answer.headers, "Content-Length": String(body.length) });
  response.flushHeaders();
  for (let step = 0; step < steps && !response.destroyed; step++) {
    await sleep(plan.slow_ms / steps);
    const from = Math.floor((body.length * step) / steps);
    response.write(body.subarray(from, Math.floor((body.length * (step + 1)) / steps)));
  }
  response.end();
}

/** A body without a length that never ends; the caller has to hang up. */
function writeForever(response: ServerResponse, answer: Answer) {
  response.writeHead(answer.status, { ...answer.headers });
  const more = setInterval(() => response.write(Buffer.alloc(65_536, 0x20)), 5);
  response.on("close", () => clearInterval(more));
}

/** An answer that never comes to its body. */
function writeHeadersForever({ socket }: ServerResponse, answer: Answer) {
  socket?.write(`HTTP/1.1 ${answer.status} OK\r\n`);
  const more = setInterval(() => socket?.write(`X-More: ${"x".repeat(1_024)}\r\n`), 5);
  socket?.on("close", () => clearInterval(more));
}

/** For what broke inside the simulator itself; says so, so that nobody takes it for Instagram. */
export function brokenAnswer(error: unknown): Answer {
  console.error("simulator:", error);
  return json({ simulator_error: error instanceof Error ? error.message : String(error) }, 500);
}
