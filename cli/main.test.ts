import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { findApiKey } from "#lib/api/keys.ts";
import { authenticate } from "#lib/auth/sign-in.ts";
import { databaseUrl } from "#test/database.ts";

const password = "a lantern on the pier";

async function run(...args: string[]) {
  const child = spawn(process.execPath, ["cli/main.ts", ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += chunk));
  child.stderr.on("data", (chunk) => (output.stderr += chunk));
  const [status] = await once(child, "close");
  return { status, ...output };
}

test("user create prints the member's id, and the member can sign in", async () => {
  const made = await run("user", "create", "--email", "Eve@Example.com", "--password", password, "--role", "agent");
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(made.stdout).toMatch(/^[0-9a-f-]{36}\n$/);
  expect(await authenticate({ email: "eve@example.com", password }, "192.0.2.1")).toBe(made.stdout.trim());
});

test("api-key create prints the key and nothing else", async () => {
  const made = await run("api-key", "create", "--name", "Shop", "--permission", "read");
  expect(made).toMatchObject({ status: 0, stderr: "" });
  expect(await findApiKey(made.stdout.slice(0, -1))).toMatchObject({ name: "Shop", permission: "read" });
});

test.each([
  [[], /one of: .*user.*api-key/],
  [["constructor"], /one of/],
  [["user", "delete"], /user create/],
  [["user", "create", "--email", "eve@example.com", "--role", "agent"], /--password: is missing/],
  [
    ["user", "create", "--email", "nobody", "--password", password, "--role", "agent"],
    /--email.*not an e-mail address/,
  ],
  [["user", "create", "--email", "a@b.example", "--password", password, "--role", "owner"], /--role.*admin or agent/],
  [["user", "create", "--email", "a@b.example", "--password", "password1234567", "--role", "agent"], /password/],
  [["user", "create", "--colour", "red"], /--colour/],
  [["api-key", "create"], /--name: is missing/],
])("%j fails with one sentence", async (args, sentence) => {
  const { status, stdout, stderr } = await run(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(sentence);
  expect(stderr.trim().split("\n")).toHaveLength(1);
});
