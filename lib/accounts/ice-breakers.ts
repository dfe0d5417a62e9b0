import { db } from "#db/client.ts";
import { type AccountAccess, getAccountAccess, recordRefusal } from "#lib/account-access.ts";
import { InstagramError } from "#lib/instagram/errors.ts";
import { deleteIceBreakers, getIceBreakers, type IceBreaker, setIceBreakers } from "#lib/instagram/ice-breakers.ts";
import type { Reach } from "#lib/reach.ts";
import { requireAccount } from "./queries.ts";

export { MAX_ICE_BREAKERS, MAX_QUESTION_LENGTH } from "#lib/instagram/ice-breakers.ts";

/** The questions Instagram offers a customer who writes for the first time; they are kept at Instagram alone. */
export function readIceBreakers(owner: Reach, instagramAccountId: string): Promise<IceBreaker[]> {
  return withAccess(owner, instagramAccountId, ({ token, igId }) => getIceBreakers(token, igId));
}

/** Replaces them; none at all takes them away. Doing it twice changes nothing. Throws InstagramError where it is refused. */
export function writeIceBreakers(owner: Reach, instagramAccountId: string, iceBreakers: IceBreaker[]): Promise<void> {
  return withAccess(owner, instagramAccountId, ({ token, igId }) =>
    iceBreakers.length === 0 ? deleteIceBreakers(token, igId) : setIceBreakers(token, igId, iceBreakers),
  );
}

async function withAccess<T>(owner: Reach, accountId: string, call: (access: AccountAccess) => Promise<T>): Promise<T> {
  await requireAccount(owner, accountId);
  const access = await getAccountAccess(accountId);
  try {
    return await call(access);
  } catch (error) {
    if (error instanceof InstagramError) await recordRefusal(db, accountId, error, access.token);
    throw error;
  }
}
