import "#test/database.ts";
import { expect, test } from "vitest";
import { getAccountAccess } from "#lib/account-access.ts";
import { env } from "#lib/env.ts";
import { makeAccount } from "#test/factories.ts";
import { checkEncryptionKeys } from "./encryption-keys.ts";

test("a database sealed with another key is refused with the setting's name, and harmed by nobody", async () => {
  const account = await makeAccount();
  await checkEncryptionKeys();
  const own = env().ENCRYPTION_KEYS;
  env().ENCRYPTION_KEYS = ["another key"];
  await expect(checkEncryptionKeys()).rejects.toThrow(/^ENCRYPTION_KEYS lacks the key/);
  await expect(getAccountAccess(account.id)).rejects.toThrow("not in ENCRYPTION_KEYS");

  env().ENCRYPTION_KEYS = ["another key", ...own];
  await checkEncryptionKeys();
  expect((await getAccountAccess(account.id)).igId).toBe(account.igId);
});
