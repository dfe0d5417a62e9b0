import { createHmac, randomBytes } from "node:crypto";
import type { Call, Client } from "./client.ts";
import { ACCOUNT, WEBHOOK_SECRET } from "./installation.ts";

const CUSTOMERS = 60;

/** A customer's igsid; the same few write again and again, as in life. */
export function customer(index: number): string {
  return String(7_300_000_000_000_000 + (index % CUSTOMERS));
}

/** A signed webhook call with one customer's text message of that moment, in the shape and size Instagram sends it. */
export function messageCall(igsid: string, text: string, now = Date.now()): Call {
  const mid = `aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlE${randomBytes(84).toString("base64url")}ZD`;
  const body = JSON.stringify({
    object: "instagram",
    entry: [
      {
        time: now,
        id: ACCOUNT.igId,
        messaging: [
          { sender: { id: igsid }, recipient: { id: ACCOUNT.igId }, timestamp: now - 40, message: { mid, text } },
        ],
      },
    ],
  });
  const signature = createHmac("sha256", WEBHOOK_SECRET).update(body).digest("hex");
  return {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body,
  };
}

export const WEBHOOK_PATH = "/api/webhooks/instagram";

/** Sends it and returns the milliseconds until it was acknowledged. */
export async function deliver(client: Client, igsid: string, text: string): Promise<number> {
  const { status, ms } = await client.call(WEBHOOK_PATH, messageCall(igsid, text));
  if (status !== 200) throw new Error(`The webhook answered ${status}.`);
  return ms;
}

/** Everybody has written once, so that what is measured are messages and not first contacts. */
export async function introduceCustomers(client: Client): Promise<void> {
  for (let index = 0; index < CUSTOMERS; index++) await deliver(client, customer(index), "Hello, it is me.");
}
