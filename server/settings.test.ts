import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { prepareSettings, withSimulator } from "./settings.ts";

let folder: string;
let DATA_DIR: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "antwort-settings-"));
  DATA_DIR = join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("generates the secrets once, for the owner's eyes only", () => {
  const first = prepareSettings({ DATA_DIR });
  const second = prepareSettings({ DATA_DIR });
  expect(second.secrets).toEqual(first.secrets);
  expect(statSync(DATA_DIR).mode & 0o777).toBe(0o700);
  expect(statSync(join(DATA_DIR, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(Buffer.from(first.secrets.ENCRYPTION_KEYS, "base64")).toHaveLength(32);
  expect(first.secrets.SIMULATOR_APP_ID).toMatch(/^[1-9]\d{14}$/);
});

test("adds a secret that an older version did not know, and keeps the others", () => {
  const { secrets } = prepareSettings({ DATA_DIR });
  const { INSTAGRAM_WEBHOOK_VERIFY_TOKEN: _, ...older } = secrets;
  writeFileSync(join(DATA_DIR, "secrets.json"), JSON.stringify(older));
  const later = prepareSettings({ DATA_DIR }).secrets;
  expect(later).toMatchObject(older);
  expect(later.INSTAGRAM_WEBHOOK_VERIFY_TOKEN).not.toBe("");
  expect(JSON.parse(readFileSync(join(DATA_DIR, "secrets.json"), "utf8"))).toEqual(later);
});

test("without a Meta app it is a sandbox on the loopback, and what is left open leads to the simulator", () => {
  const { variables, sandbox, embedded } = prepareSettings({
    DATA_DIR,
    PORT: "3100",
    INSTAGRAM_API_URL: "http://127.0.0.1:9",
  });
  expect({ sandbox, embedded }).toEqual({ sandbox: true, embedded: true });
  expect(variables).toMatchObject({
    HOST: "127.0.0.1",
    APP_URL: "http://localhost:3100",
    INSTAGRAM_REDIRECT_URI: "http://localhost:3100/api/instagram/callback",
    SANDBOX: "on",
  });
  expect(withSimulator(variables, 3101)).toMatchObject({
    INSTAGRAM_AUTHORIZE_URL: "http://localhost:3101/oauth/authorize",
    INSTAGRAM_API_URL: "http://127.0.0.1:9",
    INSTAGRAM_GRAPH_URL: "http://127.0.0.1:3101",
    SIMULATOR_URL: "http://localhost:3101",
  });
});

test("what the person set wins over what was generated, and the client secret always signs webhooks", () => {
  const { variables, sandbox, embedded } = prepareSettings({
    DATA_DIR,
    AUTH_SECRET: "a secret of their own, long enough",
    DATABASE_URL: "postgres://somewhere/else",
    INSTAGRAM_CLIENT_ID: "17",
    INSTAGRAM_CLIENT_SECRET: "one",
    INSTAGRAM_APP_SECRETS: "two, three",
  });
  expect({ sandbox, embedded }).toEqual({ sandbox: false, embedded: false });
  expect(variables).toMatchObject({
    AUTH_SECRET: "a secret of their own, long enough",
    HOST: "0.0.0.0",
    INSTAGRAM_CLIENT_ID: "17",
    INSTAGRAM_APP_SECRETS: "one,two,three",
    SANDBOX: "off",
  });
});

describe("a wrong value stops the start with one sentence that names it", () => {
  const cases: [Record<string, string>, RegExp][] = [
    [{ PORT: "http" }, /^PORT must be a number between 1 and 65535\. /],
    [{ PORT: "70000" }, /^PORT must be a number between 1 and 65535\. /],
    [{ SIMULATOR_PORT: "0" }, /^SIMULATOR_PORT must be a number between 1 and 65535\. /],
    [{ APP_URL: "inbox.example.com" }, /^APP_URL must be a full address such as https:/],
    [{ DATABASE_URL: "mysql://x" }, /^DATABASE_URL must start with postgres:/],
    [{ INSTAGRAM_CLIENT_ID: "17" }, /^INSTAGRAM_CLIENT_SECRET is missing, though INSTAGRAM_CLIENT_ID is set\. /],
    [{ INSTAGRAM_CLIENT_SECRET: "x" }, /^INSTAGRAM_CLIENT_ID is missing, though INSTAGRAM_CLIENT_SECRET is set\. /],
    [{ ADMIN_EMAIL: "a@example.com" }, /^ADMIN_PASSWORD is missing, though ADMIN_EMAIL is set\. /],
    [{ SMTP_URL: "smtp://localhost" }, /^MAIL_FROM is missing, though SMTP_URL is set\. /],
    [{ MAIL_FROM: "a@example.com" }, /^SMTP_URL is missing, though MAIL_FROM is set\. /],
    [{ SMTP_URL: "http://x", MAIL_FROM: "a@example.com" }, /^SMTP_URL must look like smtp:/],
    [{ SMTP_URL: "smtp://x", MAIL_FROM: "Antwort" }, /^MAIL_FROM must be an address such as/],
    [{ SMTP_URL: "smtp://x", MAIL_FROM: "A\nBcc: b@example.com <a@example.com>" }, /^MAIL_FROM must be an address/],
    [{ ENCRYPTION_KEYS: "c2hvcnQ=" }, /^ENCRYPTION_KEYS must hold keys of 32 bytes in base64/],
    [{ TRUSTED_PROXIES: "10.0.0.0/33" }, /^TRUSTED_PROXIES must hold addresses or ranges such as 10\.0\.0\.0\/8/],
    [{ HUMAN_AGENT: "yes" }, /^HUMAN_AGENT must be on or off\. /],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL must be one of fatal, error, warn/],
    [{ DATA_DIR: "/dev/null/data" }, /^DATA_DIR \/dev\/null\/data cannot be written/],
  ];
  test.each(cases)("%j", (variables, sentence) => {
    expect(() => prepareSettings({ DATA_DIR, ...variables })).toThrow(sentence);
  });

  test("a damaged secrets file is not replaced: stored tokens need it", () => {
    prepareSettings({ DATA_DIR });
    writeFileSync(join(DATA_DIR, "secrets.json"), '{"AUTH_SECRET": "');
    expect(() => prepareSettings({ DATA_DIR })).toThrow(/damaged .*secrets\.json/);
    expect(readFileSync(join(DATA_DIR, "secrets.json"), "utf8")).toBe('{"AUTH_SECRET": "');
  });

  test("an empty variable counts as not set", () => {
    expect(prepareSettings({ DATA_DIR, PORT: "", INSTAGRAM_CLIENT_ID: "" }).variables.PORT).toBe("3000");
  });
});

test("a folder that takes no files, a shared port and a missing scope are refused in a sentence", () => {
  expect(() => prepareSettings({ DATA_DIR: "/proc/antwort" })).toThrow(/^DATA_DIR \/proc\/antwort cannot be written/);
  expect(() => prepareSettings({ DATA_DIR, PORT: "3100", SIMULATOR_PORT: "3100" })).toThrow(/^SIMULATOR_PORT is 3100/);
  expect(() => prepareSettings({ DATA_DIR, INSTAGRAM_SCOPES: "instagram_business_basic" })).toThrow(
    /^INSTAGRAM_SCOPES must hold .*instagram_business_manage_messages/,
  );
});
