import { isNotNull } from "drizzle-orm";
import { db } from "#db/client.ts";
import { instagramAccounts } from "#db/schema/index.ts";
import { missingKeyOf } from "#lib/crypto.ts";
import { WrongSetting } from "./wrong-setting.ts";

/** Refuses to start where stored tokens could not be opened: better now, in one sentence, than at the first reply. */
export async function checkEncryptionKeys(): Promise<void> {
  const sealed = await db
    .select({ username: instagramAccounts.username, ciphertext: instagramAccounts.tokenCiphertext })
    .from(instagramAccounts)
    .where(isNotNull(instagramAccounts.tokenCiphertext));
  for (const { username, ciphertext } of sealed) {
    const missing = missingKeyOf(ciphertext ?? "");
    if (!missing) continue;
    throw new WrongSetting(
      `ENCRYPTION_KEYS lacks the key (${missing}) that the token of @${username} was sealed with. Set ENCRYPTION_KEYS to the value this database was used with, from secrets.json in its DATA_DIR, and start again.`,
    );
  }
}
