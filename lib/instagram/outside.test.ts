import { afterEach, expect, test } from "vitest";
import { env } from "#lib/env.ts";
import { canBeFetched } from "./outside.ts";

const before = { ...env() };
afterEach(() => Object.assign(env(), before));

test.each([
  ["https://inbox.example.com", true],
  ["https://inbox.example.com:8443", true],
  ["https://203.0.113.9", true],
  ["https://[2001:db8::9]", true],
  ["http://inbox.example.com", false],
  ["http://localhost:3000", false],
  ["https://localhost", false],
  ["https://inbox.localhost", false],
  ["https://inbox", false],
  ["https://inbox.local", false],
  ["https://nas.home.arpa", false],
  ["https://127.0.0.1", false],
  ["https://10.1.2.3", false],
  ["https://172.16.0.1", false],
  ["https://172.32.0.1", true],
  ["https://192.168.1.10", false],
  ["https://169.254.169.254", false],
  ["https://100.64.0.1", false],
  ["https://100.128.0.1", true],
  ["https://[::1]", false],
  ["https://[fd12::1]", false],
  ["https://[fe80::1]", false],
  ["https://fdg.example.com", true],
])("from the real Instagram %s can be fetched: %s", (APP_URL, expected) => {
  Object.assign(env(), { APP_URL, INSTAGRAM_GRAPH_URL: "https://graph.instagram.com" });
  expect(canBeFetched()).toBe(expected);
});

test.each(["http://127.0.0.1:3001", "http://simulator:3001", "https://localhost:3001"])(
  "a stand-in at %s reaches us",
  (url) => {
    Object.assign(env(), { APP_URL: "http://localhost:3000", INSTAGRAM_GRAPH_URL: url });
    expect(canBeFetched()).toBe(true);
  },
);
