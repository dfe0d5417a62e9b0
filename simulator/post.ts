import { createHmac, randomInt } from "node:crypto";
import http from "node:http";
import https from "node:https";
import type { World } from "./store.ts";

const agents = { "http:": new http.Agent({ keepAlive: true }), "https:": new https.Agent({ keepAlive: true }) };

/** POSTs a body with both signatures; answers the status, or `no answer: …`. Redirects are not followed (facts 2.3). */
export function post(world: World, url: string, body: string, headers: Record<string, string> = {}): Promise<string> {
  const bytes = Buffer.from(body, "utf8");
  const secret = world.state.webhooks.secret ?? world.settings.appSecret;
  return send(url, world.state.webhooks.timeout_ms, bytes, {
    "User-Agent": "facebookexternalua",
    Accept: "*/*",
    "Accept-Encoding": "deflate, gzip",
    "Content-Type": "application/json",
    "Content-Length": String(bytes.length),
    "X-Hub-Signature": `sha1=${createHmac("sha1", secret).update(bytes).digest("hex")}`,
    "X-Hub-Signature-256": `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`,
    "Instagram-API-Version": "v26.0",
    ...headers,
  }).then((answer) => answer.status);
}

/** The verification GET (facts 2.1). */
export async function verify(world: World, callback: string): Promise<"verified" | "refused" | "unreachable"> {
  const challenge = String(randomInt(1_000_000_000, 2_000_000_000));
  const url = new URL(callback);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", world.state.webhooks.verify_token);
  const answer = await send(url.href, 5000, null, { "User-Agent": "facebookplatform/1.0", Accept: "*/*" });
  if (answer.status.startsWith("no ") || answer.status.startsWith("5")) return "unreachable";
  return answer.status === "200" && answer.body === challenge ? "verified" : "refused";
}

/** POSTs a `signed_request` form as the deauthorize and data-deletion callbacks get it (facts 1.7). */
export function postSignedRequest(world: World, url: string, userId: string) {
  const issued_at = Math.floor(world.now() / 1000);
  const payload = Buffer.from(JSON.stringify({ algorithm: "HMAC-SHA256", issued_at, user_id: userId })).toString(
    "base64url",
  );
  const signature = createHmac("sha256", world.settings.appSecret).update(payload).digest("base64url");
  const body = Buffer.from(`signed_request=${encodeURIComponent(`${signature}.${payload}`)}`);
  return send(url, 10_000, body, {
    "User-Agent": "facebookexternalua",
    "Content-Type": "application/x-www-form-urlencoded",
    "Content-Length": String(body.length),
  });
}

function send(url: string, timeout: number, body: Buffer | null, headers: Record<string, string>) {
  return new Promise<{ status: string; body: string }>((resolve) => {
    const fail = (error: Error) => resolve({ status: `no answer: ${error.message || error.name}`, body: "" });
    try {
      const target = new URL(url);
      const secure = target.protocol === "https:";
      const agent = secure ? agents["https:"] : agents["http:"];
      const method = body ? "POST" : "GET";
      const request = (secure ? https : http).request(target, { method, headers, agent, timeout }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", fail);
        response.on("end", () => {
          resolve({ status: String(response.statusCode), body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      request.on("timeout", () => request.destroy(new Error(`timeout after ${timeout} ms`)));
      request.on("error", fail);
      request.end(body ?? undefined);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
