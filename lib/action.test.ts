import "#test/database.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { z } from "zod";
import { createSession } from "#lib/auth/sessions.ts";
import { makeMember } from "#test/factories.ts";
import { memberAction, publicAction } from "./action.ts";
import { AppError } from "./errors.ts";

let request = new Headers();
const refresh = vi.hoisted(() => vi.fn());
vi.mock("next/headers", () => ({ headers: async () => request }));
vi.mock("next/cache", () => ({ refresh }));

const own = { host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "same-origin" };
const schema = z.object({ title: z.string().min(3, "Too short."), password: z.string().optional() });
const run = vi.fn(async (_member: unknown, input: { title: string }) => input.title);
const act = memberAction(schema, run);
const status = (code: number) => ({ digest: `NEXT_HTTP_ERROR_FALLBACK;${code}` });

async function signIn(role: "admin" | "agent" = "agent") {
  const member = await makeMember({ role });
  const token = await createSession(member.id, { userAgent: null, previousToken: null });
  request = new Headers({ ...own, cookie: `authjs.session-token=${token}` });
  return member;
}

beforeEach(() => {
  vi.stubEnv("__NEXT_EXPERIMENTAL_AUTH_INTERRUPTS", "1");
  request = new Headers(own);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.clearAllMocks();
});

test("runs for a member, with an object, a form, or as a form's action", async () => {
  const member = await signIn();
  const form = new FormData();
  form.set("title", "Hello");
  form.set("$ACTION_REF_1", "");
  for (const call of [() => act({ title: "Hello" }), () => act(form), () => act(null, form)]) {
    expect(await call()).toEqual({ ok: true, data: "Hello" });
  }
  expect(run).toHaveBeenCalledTimes(3);
  expect(run.mock.calls[0]?.[0]).toMatchObject({ id: member.id, workspaceId: member.workspaceId });
  expect(refresh).not.toHaveBeenCalled();
  await memberAction(schema, run, { refresh: true })({ title: "Hello" });
  expect(refresh).toHaveBeenCalledOnce();
});

test.each([
  ["no Origin", { origin: "" }],
  ["the origin null", { origin: "null" }],
  ["a foreign Origin", { origin: "https://evil.example" }],
  ["a foreign Origin that forges the host", { origin: "https://evil.example", "x-forwarded-host": "evil.example" }],
  ["another site", { "sec-fetch-site": "cross-site" }],
])("refuses %s before anything runs", async (_, changed) => {
  await signIn("admin");
  for (const [name, value] of Object.entries(changed)) {
    if (value) request.set(name, value);
    else request.delete(name);
  }
  const open = publicAction(schema, async () => run(null, { title: "" }));
  await expect(act({ title: "Hello" })).rejects.toMatchObject(status(403));
  await expect(open({ title: "Hello" })).rejects.toMatchObject(status(403));
  expect(run).not.toHaveBeenCalled();
});

test("without a cookie it is 401; with that of an ended session the browser learns why and keeps what was typed", async () => {
  await expect(act({ title: "Hello" })).rejects.toMatchObject(status(401));
  request.set("cookie", `authjs.session-token=${"A".repeat(43)}`);
  expect(await act({ title: "Hello" })).toMatchObject({
    ok: false,
    error: { code: "signed_out" },
    values: { title: "Hello" },
  });
  expect(run).not.toHaveBeenCalled();
});

test("agents get 403 from what is for admins, before their input is looked at", async () => {
  const forAdmins = memberAction(schema, run, { role: "admin" });
  await signIn("agent");
  await expect(forAdmins({ title: "" })).rejects.toMatchObject(status(403));
  await signIn("admin");
  expect(await forAdmins({ title: "Hello" })).toMatchObject({ ok: true });
});

test.each([
  ["an unknown field", { title: "Hello", workspaceId: "x" }, ""],
  ["a fault", { title: "Hi" }, "title"],
  ["nothing", undefined, ""],
  ["a list", ["Hello"], ""],
])("refuses %s", async (_, input, field) => {
  await signIn();
  const result = await act(input as never);
  expect(result).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  expect(Object.keys((!result.ok && result.error.fields) || {})).toEqual([field]);
  expect(run).not.toHaveBeenCalled();
});

test("a refusal is told with its values, what was typed comes back, passwords do not", async () => {
  await signIn();
  run.mockRejectedValueOnce(new AppError("text_too_long", "Too long.", { bytes: 1200 }));
  expect(await act({ title: "Hello", password: "a lantern on the pier" })).toEqual({
    ok: false,
    error: { code: "text_too_long", message: "Too long.", values: { bytes: 1200 } },
    values: { title: "Hello" },
  });
});

test("whatever else goes wrong is unavailable, with a number for the log and nothing of its insides", async () => {
  await signIn();
  run.mockRejectedValueOnce(new Error("select * from members where secret = 'x'"));
  const result = await act({ title: "Hello" });
  expect(result).toMatchObject({ ok: false, error: { code: "unavailable", requestId: expect.any(String) } });
  expect(JSON.stringify(result)).not.toContain("select");
});

test("a redirect of the domain's door goes through", async () => {
  await signIn();
  const { redirect } = await import("next/navigation");
  run.mockImplementationOnce(async () => redirect("/inbox"));
  await expect(act({ title: "Hello" })).rejects.toMatchObject({ digest: expect.stringContaining("NEXT_REDIRECT") });
});
