import { ERRORS, type ErrorName, errorAnswer, Refusal, refuse } from "./errors.ts";
import { type Answer, Wrong } from "./http.ts";
import { shortId } from "./ids.ts";
import { id, isObject, type Json, number, object, text } from "./json.ts";
import type { World } from "./store.ts";

const RESULTS = [
  "answer",
  "error",
  "hang",
  "drop",
  "empty",
  "html",
  "slow",
  "huge",
  "endless",
  "endless_headers",
  "redirect",
] as const;

/**
 * One planned fault. It hits calls that match, `times` times (-1: until removed, or until `until`). With `accept` the call is
 * carried out first, so that its effect happens and only the answer is lost or replaced.
 */
export type FaultPlan = {
  id: string;
  match: { endpoint?: string; method?: string; path?: string; account?: string; recipient?: string; kind?: string };
  skip: number;
  times: number;
  hits: number;
  until: number | null;
  delay_ms: number;
  accept: boolean;
  result: (typeof RESULTS)[number];
  error: { name?: ErrorName; status?: number; code?: number; subcode?: number; message?: string } | null;
  status: number | null;
  slow_ms: number;
  size: number;
  headers: Record<string, string>;
  /** In place of the true answer's body. */
  body: Json | null;
};

/** What a call is, for matching. */
export type Target = {
  endpoint: string;
  method: string;
  path: string;
  account: string | null;
  recipient: string | null;
  kind: string | null;
};

/** Reads a plan from a control call; throws a sentence on nonsense. */
export function planFrom(world: World, body: Json): FaultPlan {
  const error =
    typeof body.error === "string"
      ? { name: errorName(body.error) }
      : isObject(body.error)
        ? errorOf(body.error)
        : null;
  const given = text(body.result) ?? (error ? "error" : "answer");
  const result = RESULTS.find((one) => one === given);
  if (!result) throw new Wrong(`result must be one of ${RESULTS.join(", ")}`);
  if (result === "error" && !error) throw new Wrong("result error needs an error");
  const seconds = number(body.seconds);
  return {
    id: shortId(),
    match: matchOf(object(body.match)),
    skip: number(body.skip) ?? 0,
    times: number(body.times) ?? (seconds === null ? 1 : -1),
    hits: 0,
    until: seconds === null ? null : world.now() + seconds * 1000,
    delay_ms: number(body.delay_ms) ?? 0,
    accept: body.accept === true,
    result,
    error,
    status: number(body.status),
    slow_ms: number(body.slow_ms) ?? 5000,
    size: number(body.size) ?? 30 * 1024 * 1024,
    headers: Object.fromEntries(Object.entries(object(body.headers)).map(([name, value]) => [name, String(value)])),
    body: isObject(body.body) ? body.body : null,
  };
}

function matchOf(match: Json): FaultPlan["match"] {
  const out: Record<string, string> = {};
  for (const key of ["endpoint", "method", "path", "account", "recipient", "kind"]) {
    const value = id(match[key]);
    if (value) out[key] = value;
  }
  return out;
}

function errorName(name: string): ErrorName {
  if (Object.hasOwn(ERRORS, name)) return name as ErrorName;
  throw new Wrong(`there is no error ${name}; known: ${Object.keys(ERRORS).join(", ")}`);
}

function errorOf(error: Json) {
  return {
    ...(text(error.name) ? { name: errorName(String(error.name)) } : {}),
    ...(number(error.status) ? { status: Number(error.status) } : {}),
    ...(number(error.code) ? { code: Number(error.code) } : {}),
    ...(number(error.subcode) ? { subcode: Number(error.subcode) } : {}),
    ...(text(error.message) ? { message: String(error.message) } : {}),
  };
}

/** The first plan that hits this call, already counted. */
export function faultFor(world: World, target: Target): FaultPlan | null {
  const { faults } = world.state;
  const now = world.now();
  world.state.faults = faults.filter((one) => one.times !== 0 && (one.until === null || one.until > now));
  const plan = world.state.faults.find((one) => matches(one, target));
  if (!plan) return null;
  plan.hits++;
  if (plan.skip > 0) {
    plan.skip--;
    return null;
  }
  if (plan.times > 0) plan.times--;
  world.changed();
  return plan;
}

function matches({ match }: FaultPlan, target: Target): boolean {
  const { path, ...rest } = match;
  if (path && !new RegExp(path).test(target.path)) return false;
  return Object.entries(rest).every(([key, value]) => target[key as keyof typeof rest] === value);
}

/** The answer a plan puts in place of the true one; `answer`, `slow` and what is endless keep it. */
export function replaced(world: World, plan: FaultPlan, answer: Answer | null): Answer {
  const headers = plan.headers;
  if (plan.result === "error") {
    const refusal = refusalOf(plan);
    const answered = errorAnswer(refusal, world.state.app.error_language);
    return withHeaders(answered, { ...exhausted(world, refusal.body.code), ...headers });
  }
  if (plan.result === "redirect")
    return { status: plan.status ?? 302, headers: { Location: "", ...headers }, body: "" };
  if (plan.result === "empty") return { status: plan.status ?? 200, headers, body: "" };
  if (plan.result === "html") {
    const page =
      "<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Sorry, something went wrong.</h1></body></html>";
    return {
      status: plan.status ?? 200,
      headers: { "Content-Type": "text/html; charset=utf-8", ...headers },
      body: page,
    };
  }
  if (plan.result === "huge") {
    return { status: 200, headers: { ...answer?.headers, ...headers }, body: Buffer.alloc(plan.size, 0x20) };
  }
  const kept = { ...(answer ?? { status: 200, body: "" }), ...(plan.body && { body: JSON.stringify(plan.body) }) };
  return withHeaders(plan.status ? { ...kept, status: plan.status } : kept, headers);
}

/** The usage headers that go with a limit (facts 6). */
function exhausted(world: World, code: number): Record<string, string> {
  if (code === 80002) {
    const usage = { call_count: 100, total_cputime: 25, total_time: 25, estimated_time_to_regain_access: 19 };
    const account = world.state.accounts[0]?.user_id ?? "0";
    return { "x-business-use-case-usage": JSON.stringify({ [account]: [{ type: "instagram", ...usage }] }) };
  }
  if (![4, 17, 32, 613].includes(code)) return {};
  return { "x-app-usage": JSON.stringify({ call_volume: 100, cpu_time: 20 }) };
}

function withHeaders(answer: Answer, headers: Record<string, string>): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function refusalOf({ error }: FaultPlan): Refusal {
  const named = refuse(error?.name ?? "unknown", error?.message);
  const code = error?.code ?? named.body.code;
  const subcode = error?.subcode ?? (error?.code ? undefined : named.body.error_subcode);
  const { message, type } = named.body;
  const transient = named.body.is_transient && !error?.code ? { is_transient: true } : {};
  return new Refusal(error?.status ?? (error?.code ? 400 : named.status), {
    message,
    type,
    code,
    ...(subcode ? { error_subcode: subcode } : {}),
    ...transient,
  });
}
