import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkSubscription, verifySignature } from "./webhook.ts";

const post = JSON.parse(readFileSync(new URL("./fixtures/webhook.http-post.json", import.meta.url), "utf8"));
const secret: string = post.app_secret_used_here;
const body = Buffer.from(post.request.raw_body);
const signature: string = post.request.headers["X-Hub-Signature-256"];

describe("verifySignature", () => {
  test("accepts the captured body under its secret", () => {
    expect(verifySignature(body, signature, [secret])).toBe(true);
  });

  test("accepts any configured secret, so that one can be rotated", () => {
    expect(verifySignature(body, signature, ["new-secret", secret])).toBe(true);
    expect(verifySignature(body, signature, [secret, "new-secret"])).toBe(true);
  });

  test("the bytes count, not their meaning", () => {
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(post.request.raw_body)));
    expect(verifySignature(rewritten, signature, [secret])).toBe(false);
    expect(verifySignature(rewritten, post.wrong_signature_if_reserialized, [secret])).toBe(true);
  });

  test("one flipped bit anywhere is refused", () => {
    for (let index = 0; index < body.length; index += 7) {
      const flipped = Buffer.from(body);
      flipped.writeUInt8(flipped.readUInt8(index) ^ 1, index);
      expect(verifySignature(flipped, signature, [secret])).toBe(false);
    }
  });

  test.each([
    ["none", null],
    ["empty", ""],
    ["sha1 only", post.request.headers["X-Hub-Signature"]],
    ["without prefix", signature.slice(7)],
    ["capitals", `sha256=${signature.slice(7).toUpperCase()}`],
    ["too short", signature.slice(0, -1)],
    ["too long", `${signature}0`],
    ["sent twice", `${signature}, ${signature}`],
    ["line break", `${signature}\n`],
    ["not hexadecimal", `sha256=${"g".repeat(64)}`],
    ["of another secret", `sha256=${createHmac("sha256", "other").update(body).digest("hex")}`],
  ])("refuses a header that is %s", (_case, header) => {
    expect(verifySignature(body, header, [secret])).toBe(false);
  });

  test("without secrets nothing is valid, and an empty secret is none", () => {
    const underEmptySecret = `sha256=${createHmac("sha256", "").update(body).digest("hex")}`;
    expect(verifySignature(body, signature, [])).toBe(false);
    expect(verifySignature(body, underEmptySecret, [""])).toBe(false);
  });
});

describe("checkSubscription", () => {
  const valid = { "hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "inbox-verify-7f31" };
  const check = (changes: Record<string, string>) =>
    checkSubscription(new URLSearchParams({ ...valid, ...changes }), "inbox-verify-7f31");

  test("answers the challenge to the right token", () => {
    expect(check({})).toEqual({ status: 200, challenge: "1158201444" });
  });

  test.each([
    ["wrong token", { "hub.verify_token": "inbox-verify-7f32" }],
    ["empty token", { "hub.verify_token": "" }],
    ["other mode", { "hub.mode": "unsubscribe" }],
  ])("403 for %s", (_case, changes) => {
    expect(check(changes)).toEqual({ status: 403, challenge: null });
  });

  test("403 for a missing or repeated token, and when no token is configured", () => {
    const params = new URLSearchParams(valid);
    params.append("hub.verify_token", "inbox-verify-7f31");
    expect(checkSubscription(params, "inbox-verify-7f31").status).toBe(403);
    expect(checkSubscription(new URLSearchParams({ "hub.mode": "subscribe" }), "inbox-verify-7f31").status).toBe(403);
    expect(check({ "hub.verify_token": "" }).status).toBe(403);
    expect(checkSubscription(new URLSearchParams({ ...valid, "hub.verify_token": "" }), "").status).toBe(403);
  });

  test.each(["1158201444", "a-challenge_1.x"])("the challenge %j comes back as it is", (challenge) => {
    expect(check({ "hub.challenge": challenge })).toEqual({ status: 200, challenge });
  });

  test.each(["<script>alert(1)</script>", "", "1".repeat(201), "1\n2", "a b", "&lt;"])(
    "400 for the challenge %j",
    (challenge) => {
      expect(check({ "hub.challenge": challenge })).toEqual({ status: 400, challenge: null });
    },
  );
});
