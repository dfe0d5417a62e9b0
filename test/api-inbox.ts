import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { conversations } from "#db/schema/index.ts";
import { createApiKey } from "#lib/api/keys.ts";
import { connectThroughSimulator } from "./connect.ts";
import { control } from "./simulator.ts";
import { bodyOf, deliver, wire } from "./webhooks.ts";

export const LENA = "1284407719365528";
export const IG_ID = "17841467203918254";

/** A connected account whose customer Lena has just asked something, and a key of each permission. */
export async function openApiInbox() {
  await control("POST", "/reset");
  const { member } = await connectThroughSimulator();
  const { workspaceId } = member;
  const text = "Is it still there?";
  const { mid } = await control<{ mid: string }>("POST", `/customers/${LENA}/messages`, { account: IG_ID, text });
  await deliver(bodyOf(IG_ID, [wire(IG_ID, LENA, Date.now()).message(0, mid ?? randomUUID(), text)]));
  const [conversation] = await db.select().from(conversations).where(eq(conversations.workspaceId, workspaceId));
  const makeKey = (permission: "read" | "read-write") =>
    createApiKey({ workspaceId, createdBy: null }, { name: "Shop", permission });
  const { key, id: keyId } = await makeKey("read-write");
  return {
    workspaceId,
    accountId: conversation?.instagramAccountId ?? "",
    conversationId: conversation?.id ?? "",
    mid,
    key,
    keyId,
    makeKey,
  };
}
