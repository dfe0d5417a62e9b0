import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeMid } from "./mid.ts";
import { parseWebhook } from "./webhook.ts";

const folder = new URL("./fixtures/", import.meta.url);

test("the id of every recorded new message tells its account and its time", () => {
  const files = readdirSync(folder).filter((file) => file.startsWith("webhook.message."));
  const messages = files.flatMap((file) => parseWebhook(readFileSync(new URL(file, folder))).events);
  const decoded = messages.flatMap((event) => (event.kind === "message" ? [{ event, mid: decodeMid(event.mid) }] : []));
  expect(decoded.length).toBeGreaterThan(20);
  for (const { event, mid } of decoded) {
    expect(mid?.igId).toBe(event.igId);
    expect(mid?.thread).toMatch(/^\d{39}$/);
    expect(mid?.sentAt).toEqual(event.occurredAt);
  }
});

test("other ids are null", () => {
  for (const mid of ["", "random_mid", "m_abc", "aWdfZAG1faXRlbTox", "ZAZBZCZD", "a".repeat(5000)])
    expect(decodeMid(mid)).toBeNull();
  expect(decodeMid(Buffer.from("ig_dm_item:1:IGMessageID:1:2:3").toString("base64"))).toBeNull();
});

test("never throws", () => {
  fc.assert(fc.property(fc.string(), (text) => void decodeMid(text)));
  fc.assert(fc.property(fc.base64String(), (text) => void decodeMid(text)));
});
