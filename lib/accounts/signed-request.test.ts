import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSignedRequest } from "./signed-request.ts";

const SECRET = "the secret of the app";
const GOOD = { algorithm: "HMAC-SHA256", issued_at: 1793351642, user_id: "27310846592217703" };

describe("a signed request", () => {
  it("is read when the app's secret signed the payload as it was sent", () => {
    expect(readSignedRequest(sign(GOOD), [SECRET])).toEqual({
      userId: "27310846592217703",
      issuedAt: new Date(1793351642 * 1000),
    });
  });

  it("of the recorded callback is read with its secret", () => {
    const fixture = JSON.parse(readFileSync("lib/instagram/fixtures/callback.deauthorize.json", "utf8"));
    const signed = fixture.request.form.signed_request;
    const { app_secret_used_here: secret, decoded_payload } = fixture;
    expect(readSignedRequest(signed, ["an older secret", secret])?.userId).toBe(decoded_payload.user_id);
    expect(readSignedRequest(signed, ["an older secret"])).toBeNull();
  });

  it.each<[string, string | null]>([
    ["nothing", null],
    ["an empty string", ""],
    ["no dot", sign(GOOD).replace(".", "")],
    ["a second dot", `${sign(GOOD)}.x`],
    ["another secret", sign(GOOD, "another secret")],
    ["a swapped payload", `${sign(GOOD).split(".")[0]}.${encode({ ...GOOD, user_id: "1" })}`],
    ["a signature cut short", sign(GOOD).slice(1)],
    ["no signature", `.${encode(GOOD)}`],
    ["padding", `${sign(GOOD)}=`],
    ["algorithm none", sign({ ...GOOD, algorithm: "none" })],
    ["no algorithm", sign({ ...GOOD, algorithm: undefined })],
    ["a user id that is no id", sign({ ...GOOD, user_id: "1 or 1=1" })],
    ["a user id that lost its digits", sign({ ...GOOD, user_id: 27310846592217704 })],
    ["a payload that is no object", sign([])],
    ["one megabyte", sign({ ...GOOD, more: "x".repeat(1024 * 1024) })],
  ])("is refused with %s", (_, signedRequest) => {
    expect(readSignedRequest(signedRequest, [SECRET])).toBeNull();
  });
});

function sign(payload: object, secret = SECRET): string {
  const encoded = encode(payload);
  return `${createHmac("sha256", secret).update(encoded).digest("base64url")}.${encoded}`;
}

function encode(payload: object): string {
  return Buffer.from(JSON.stringify(payload)).toString("base64url");
}
