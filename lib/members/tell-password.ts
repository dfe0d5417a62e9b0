import { randomUUID } from "node:crypto";
import type { Tx } from "#db/client.ts";
import { mailOne } from "#lib/mail/queue.ts";

/** Whose password is changed learns of it by mail, whoever did it. */
export async function tellPasswordChanged(tx: Tx, member: { id: string; workspaceId: string }): Promise<void> {
  const { id, workspaceId } = member;
  const fact = `password_changed:${randomUUID()}`;
  await mailOne(tx, { workspaceId, kind: "password_changed", about: {}, fact }, { memberId: id });
}
