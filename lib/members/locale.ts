import { eq } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members } from "#db/schema/index.ts";
import type { Member } from "./member.ts";

/** The language the member reads in, on every device. */
export async function setLocale(member: Member, { locale }: { locale: "en" | "de" }): Promise<void> {
  await db.update(members).set({ locale }).where(eq(members.id, member.id));
}
