import { and, eq, isNull, sql } from "drizzle-orm";
import { db, transaction } from "#db/client.ts";
import { type MemberPreferences, members } from "#db/schema/index.ts";
import { AppError } from "#lib/errors.ts";
import { publish } from "#lib/realtime/publish.ts";
import type { Member } from "./member.ts";

export type Preferences = Required<MemberPreferences>;

/** For how many seconds a reply may be taken back; 0 sends at once. */
export const UNDO_CHOICES = [0, 5, 10, 20, 30];

const DEFAULTS: Preferences = {
  enterSends: true,
  undoSeconds: 5,
  desktopNotifications: false,
  sounds: false,
  notifyAbout: "mine",
};

/** What the member chose, and the defaults for the rest. */
export async function getPreferences({ id }: Pick<Member, "id">): Promise<Preferences> {
  const [row] = await db.select({ chosen: members.preferences }).from(members).where(eq(members.id, id));
  return { ...DEFAULTS, ...row?.chosen };
}

/** Changes what is named and leaves the rest. */
export async function savePreferences(member: Member, changed: MemberPreferences): Promise<void> {
  if (changed.undoSeconds !== undefined && !UNDO_CHOICES.includes(changed.undoSeconds)) {
    throw new AppError("invalid_input", `A reply can be taken back for ${UNDO_CHOICES.join(", ")} seconds.`);
  }
  await transaction(async (tx) => {
    await tx
      .update(members)
      .set({ preferences: sql`${members.preferences} || ${JSON.stringify(changed)}::jsonb` })
      .where(and(eq(members.id, member.id), isNull(members.removedAt)));
    await publish(tx, member.workspaceId, { topic: "settings", memberId: member.id });
  });
}
