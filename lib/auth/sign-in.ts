import { and, eq, isNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { members } from "#db/schema/index.ts";
import { normaliseEmail } from "#lib/email.ts";
import { AppError } from "#lib/errors.ts";
import { verifyPassword } from "#lib/passwords.ts";
import { networkPrefix } from "./client-ip.ts";
import { clearAttempt, takeAttempt } from "./throttle.ts";

/**
 * The id of the member these belong to. `wrong_credentials` does not say which of the two is wrong; after too many tries
 * everything is `too_many_attempts`, known or unknown, right or wrong.
 */
export async function authenticate(
  { email, password }: { email: string; password: string },
  ip: string,
): Promise<string> {
  const address = normaliseEmail(email);
  const attempt = await takeAttempt(address ?? email, networkPrefix(ip));
  if (!attempt.isAllowed) {
    throw new AppError("too_many_attempts", "Too many tries. Wait some minutes, then try again.");
  }
  const member = address ? await findByEmail(address) : null;
  const isRight = await verifyPassword(member?.passwordHash ?? null, password);
  if (!member || !isRight) throw new AppError("wrong_credentials", "The email or the password is wrong.");
  await clearAttempt(attempt);
  return member.id;
}

async function findByEmail(email: string) {
  const [member] = await db
    .select({ id: members.id, passwordHash: members.passwordHash })
    .from(members)
    .where(and(eq(members.email, email), isNull(members.removedAt)));
  return member ?? null;
}
