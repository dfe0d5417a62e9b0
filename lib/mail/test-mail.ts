import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { type MailFailure, mails } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { mailOne } from "./queue.ts";

const WAIT_MS = 20_000;
const LOOK_EVERY_MS = 250;

/** `waiting`: nobody has got to it yet, or it is tried again. */
export type TestOutcome = { sentTo: string; failure: MailFailure | "waiting" | null };

/** Sends the asker a mail by the road every mail takes, and waits a while for what comes of it. */
export async function sendTestMail(member: Member): Promise<TestOutcome> {
  const { workspaceId } = member;
  const news = { workspaceId, kind: "test", about: {}, fact: `test:${randomUUID()}` } as const;
  const id = await transaction((tx) => mailOne(tx, news, { memberId: member.id }));
  if (!id) throw new AppError("conflict", "No mail server is set.");
  for (const deadline = Date.now() + WAIT_MS; ; await setTimeout(LOOK_EVERY_MS)) {
    const [mail] = await db.select().from(mails).where(eq(mails.id, id));
    if (mail?.sentAt) return { sentTo: member.email, failure: null };
    if (mail?.failure) return { sentTo: member.email, failure: mail.failure };
    if (Date.now() > deadline) return { sentTo: member.email, failure: "waiting" };
  }
}
