import "#test/database.ts";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findDeletion } from "#lib/customers/deletion-request.ts";
import { POST } from "./route.ts";

const fixture = JSON.parse(readFileSync("lib/instagram/fixtures/callback.data_deletion.json", "utf8"));
const SECRET = process.env.INSTAGRAM_CLIENT_SECRET ?? "";

describe("Meta's deletion callback", () => {
  test("is answered with an address and a code, the same ones for the same request", async () => {
    const first = await post(sign(payload()));
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toContain("application/json");
    const { url, confirmation_code } = await first.json();
    expect(confirmation_code).toMatch(/^[0-9A-Za-z]+$/);
    expect(url).toBe(`http://localhost:3000/data-deletion/${confirmation_code}`);
    expect(await findDeletion(confirmation_code)).toMatchObject({ completedAt: expect.any(Date) });
    expect(await (await post(sign(payload()))).json()).toEqual({ url, confirmation_code });
  });

  test("is refused unless it is signed by us, whole and in the right way", async () => {
    const signed = sign(payload());
    const [signature, encoded] = signed.split(".");
    const swapped = Buffer.from(JSON.stringify({ ...payload(), user_id: "1" })).toString("base64url");
    const forged = [
      fixture.request.form.signed_request,
      `${signature}.${swapped}`,
      `${signature}${encoded}`,
      `.${encoded}`,
      sign({ ...payload(), algorithm: "none" }),
      sign(payload(), "another secret"),
      `${signed}${"A".repeat(1_000_000)}`,
      "",
    ];
    for (const one of forged) expect((await post(one)).status).toBe(400);
    expect((await POST(new Request("http://localhost:3000/", { method: "POST" }))).status).toBe(400);
  });
});

const payload = () => ({ algorithm: "HMAC-SHA256", issued_at: 1793351642, user_id: fixture.decoded_payload.user_id });

function sign(content: object, secret = SECRET): string {
  const encoded = Buffer.from(JSON.stringify(content)).toString("base64url");
  return `${createHmac("sha256", secret).update(encoded).digest("base64url")}.${encoded}`;
}

function post(signed_request: string): Promise<Response> {
  const body = new URLSearchParams({ signed_request });
  return POST(new Request("http://localhost:3000/api/instagram/data-deletion", { method: "POST", body }));
}
