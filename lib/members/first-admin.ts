import { eq } from "drizzle-orm";
import { transaction } from "#db/client.ts";
import { members, workspaces } from "#db/schema/index.ts";
import { normaliseEmail } from "#lib/email.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { hashPassword } from "#lib/passwords.ts";
import { ensureWorkspace, insertMember, lockInstallation, type NewMember } from "./create-member.ts";
import { hasMembers } from "./queries.ts";

export type FirstAdmin = Omit<NewMember, "role"> & { workspaceName: string };

/** Creates workspace and first admin. Of several at once one succeeds; the others, and all later ones, get `setup_done`. */
export async function createFirstAdmin({ workspaceName, password, ...person }: FirstAdmin): Promise<{ id: string }> {
  if (await hasMembers()) throw setupDone();
  const passwordHash = await hashPassword(password, person.email);
  return transaction(async (tx) => {
    await lockInstallation(tx);
    const [anybody] = await tx.select({ id: members.id }).from(members).limit(1);
    if (anybody) throw setupDone();
    const workspaceId = await ensureWorkspace(tx, workspaceName);
    await tx.update(workspaces).set({ name: workspaceName }).where(eq(workspaces.id, workspaceId));
    return insertMember(tx, workspaceId, { ...person, role: "admin", passwordHash });
  });
}

/** At start: creates the admin of ADMIN_EMAIL and ADMIN_PASSWORD, unless somebody exists or the two are not set. */
export async function createFirstAdminFromEnv(): Promise<{ id: string } | null> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = env();
  if (!ADMIN_EMAIL || !ADMIN_PASSWORD || (await hasMembers())) return null;
  const email = normaliseEmail(ADMIN_EMAIL);
  if (!email) throw new AppError("invalid_input", "ADMIN_EMAIL must be an e-mail address. Correct it and start again.");
  try {
    return await createFirstAdmin({
      email,
      password: ADMIN_PASSWORD,
      name: nameFromEmail(email),
      workspaceName: "Antwort",
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "setup_done") return null;
    throw new AppError(error.code, `ADMIN_PASSWORD cannot be used. ${error.message}`, error.values);
  }
}

/** What stands before the `@`, as a name: `ada.berger` is "Ada Berger" until she writes it herself. */
function nameFromEmail(email: string): string {
  const words = (email.split("@")[0] ?? email).split(/[._+-]+/).filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || email;
}

function setupDone() {
  return new AppError("setup_done", "This installation is set up already. Sign in instead.");
}
