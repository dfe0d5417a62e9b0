import { expect, test } from "vitest";
import { normaliseEmail } from "./email.ts";
import { hashPassword, verifyPassword } from "./passwords.ts";

const email = "ada.lovelace@example.com";

test.each([
  "short",
  "elevenchars",
  "password1234567",
  "Passw0rd!!!!!",
  "Password2026!",
  "passwordpassword",
  "qwertzuiop123456",
  "iloveyou12345",
  "letmeinletmein",
  "admin1234567",
  "123456789012",
  "210987654321",
  "111111111111",
  "abcdefghijkl",
  "abcabcabcabc",
  "            ",
  "!!!!!!!!!!!!",
  "ada.lovelace123",
  email,
  "x".repeat(257),
])("%j is refused", async (password) => {
  await expect(hashPassword(password, email)).rejects.toMatchObject({ code: "password_too_weak" });
});

test.each([
  "a lantern on the pier",
  "correct horse battery staple",
  "Grünkohl mit Pinkel",
  "🔑🗝️🚪🪟🏠🌉🌃🌌🌠🎇🎆✨",
  "password of a lantern",
  "admin-of-brass-moon-7",
  "Pw-CANARY-550e8400-e29b",
  "Zx9k7Q!m2pL4&vB",
])("%j is taken", async (password) => {
  await expect(hashPassword(password, email)).resolves.toMatch(/^\$argon2id\$/);
});

test("every character of a long password counts", async () => {
  const long = Array.from({ length: 128 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join("");
  const hash = await hashPassword(long, email);
  expect(await verifyPassword(hash, long)).toBe(true);
  expect(await verifyPassword(hash, `${long.slice(0, -1)}!`)).toBe(false);
  expect(await verifyPassword(hash, `${long}!`)).toBe(false);
});

test("one spelling on every keyboard; no hash is never right", async () => {
  const hash = await hashPassword("ein Caf\u00e9 am Hafen", email);
  expect(await verifyPassword(hash, "ein Cafe\u0301 am Hafen")).toBe(true);
  expect(await verifyPassword(null, "ein Caf\u00e9 am Hafen")).toBe(false);
});

test.each([
  [" Ada@Example.COM ", "ada@example.com"],
  ["a+b@x.co", "a+b@x.co"],
  ["\uff41da@example.com", "ada@example.com"],
  ["victim\uff20example.com", null],
  ["a@x.com,b@y.com", null],
  ["a@x.com\nBcc: b@y.com", null],
  ["a@b@c.com", null],
  ["<a@x.com>", null],
  ["\u0000@x.com", null],
  [`${"a".repeat(250)}@x.com`, null],
  ["", null],
])("the address %j is %j", (given, expected) => {
  expect(normaliseEmail(given)).toBe(expected);
});
