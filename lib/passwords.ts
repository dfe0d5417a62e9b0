import { hash, verify } from "@node-rs/argon2";
import { BulkheadRejectedError, bulkhead } from "cockatiel";
import { isCommonPassword } from "./common-passwords.ts";
import { AppError } from "./errors.ts";

const MIN_PASSWORD_LENGTH = 12;
const MAX_PASSWORD_LENGTH = 256;

/** argon2id, the library's default variant, at OWASP's minimum: about 40 ms and 19 MiB each. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Two at a time: a flood of guesses must not take every core and a gigabyte. */
const hashing = bulkhead(2, 100);

/** Throws `password_too_weak` for what is too short or among the first that anybody would guess. */
export async function hashPassword(password: string, email: string): Promise<string> {
  const normal = normalise(password);
  const length = [...normal].length;
  if (length < MIN_PASSWORD_LENGTH) {
    const message = `The password needs at least ${MIN_PASSWORD_LENGTH} characters.`;
    throw new AppError("password_too_weak", message, { reason: "short", min: MIN_PASSWORD_LENGTH });
  }
  if (length > MAX_PASSWORD_LENGTH) {
    const message = `The password may have at most ${MAX_PASSWORD_LENGTH} characters.`;
    throw new AppError("password_too_weak", message, { reason: "long", max: MAX_PASSWORD_LENGTH });
  }
  if (isCommonPassword(normal, email)) {
    const message = "This password is among the first that anybody would guess. Choose another.";
    throw new AppError("password_too_weak", message, { reason: "common" });
  }
  return limited(() => hash(normal, COST));
}

/** True when the password belongs to the hash. Without a hash it takes as long and is false: unknown names must not show. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const normal = normalise(password);
  if ([...normal].length > MAX_PASSWORD_LENGTH) return verifyPassword(null, "");
  const isRight = await limited(() => verify(passwordHash ?? DUMMY_HASH, normal));
  return isRight && passwordHash !== null;
}

/** A hash nobody knows the password of, at the same cost. */
const DUMMY_HASH = "$argon2id$v=19$m=19456,t=2,p=1$Hx6ZwZ0SQ0/54xtWIgcrzA$U5IQTT93L0W4a6t/u+8OtMyA7hkW3mTlvy1lEG6i0i8";

/** The same letters typed on different keyboards are the same bytes. */
function normalise(password: string): string {
  return password.normalize("NFC");
}

async function limited<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await hashing.execute(work);
  } catch (error) {
    if (error instanceof BulkheadRejectedError) {
      throw new AppError("unavailable", "Too many people are signing in at once. Try again in a minute.");
    }
    throw error;
  }
}
