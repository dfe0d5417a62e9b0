import { eq, type SQL, sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import { erasedContacts, installationFacts } from "#db/schema/index.ts";
import { randomToken } from "./crypto.ts";

/** One person on one account, as Instagram names both. */
export type Person = { workspaceId: string; igId: string; igsid: string };

/** A person who was erased, as what lies outside the database may know them: by a hash, and the salt in it. */
export type Erased = { salt: string; hash: string; erasedAt: string };

const SALT = "erasure_salt";

/**
 * Remembers that this person was erased, by a salted hash. Late deliveries, looks at Instagram and restored backups then
 * bring nothing of before back; what the person writes afterwards is a new beginning.
 */
export async function rememberErased(tx: Tx, person: Person, erasedAt?: Date): Promise<void> {
  const at = erasedAt ? sql`${erasedAt.toISOString()}::timestamptz` : sql`now()`;
  await tx.insert(installationFacts).values({ name: SALT, value: randomToken() }).onConflictDoNothing();
  await tx
    .insert(erasedContacts)
    .values({ workspaceId: person.workspaceId, contactHash: hashOf(person), erasedAt: at })
    .onConflictDoUpdate(LATEST);
}

const LATEST = {
  target: [erasedContacts.workspaceId, erasedContacts.contactHash],
  set: { erasedAt: sql`greatest(${erasedContacts.erasedAt}, excluded.erased_at)` },
};

/** All whom a workspace has erased. */
export async function listErased(tx: Tx | Database, workspaceId: string): Promise<Erased[]> {
  const rows = await tx
    .select({ salt: installationFacts.value, hash: erasedContacts.contactHash, erasedAt: erasedContacts.erasedAt })
    .from(erasedContacts)
    .innerJoin(installationFacts, eq(installationFacts.name, SALT))
    .where(eq(erasedContacts.workspaceId, workspaceId));
  return rows.map((row) => ({ ...row, erasedAt: row.erasedAt.toISOString() }));
}

/** Remembers whom a database that was restored has forgotten to have erased. */
export async function takeOverErased(tx: Tx, workspaceId: string, list: Erased[]): Promise<void> {
  await tx
    .insert(installationFacts)
    .values({ name: SALT, value: list[0]?.salt ?? randomToken() })
    .onConflictDoNothing();
  const [salt] = await tx.select().from(installationFacts).where(eq(installationFacts.name, SALT));
  const ours = list.filter((one) => one.salt === salt?.value);
  for (let start = 0; start < ours.length; start += 1_000) {
    const rows = ours.slice(start, start + 1_000);
    await tx
      .insert(erasedContacts)
      .values(rows.map(({ hash, erasedAt }) => ({ workspaceId, contactHash: hash, erasedAt: new Date(erasedAt) })))
      .onConflictDoUpdate(LATEST);
  }
}

/** Customers of the list who are here as they were before they were erased. */
export async function findSurvivors(tx: Tx | Database, workspaceId: string, list: Erased[]) {
  return tx.execute<{ contactId: string; erasedAt: string }>(sql`
    with list as materialized (
      select * from json_to_recordset(${JSON.stringify(list)}::json) as one(salt text, hash text, "erasedAt" timestamptz)
    ), people as materialized (
      select c.id, c.erased_before, salts.salt,
        encode(sha256(convert_to(salts.salt || a.ig_id || ':' || c.igsid, 'UTF8')), 'hex') as hash
      from contacts c join instagram_accounts a on a.id = c.instagram_account_id
        cross join (select distinct salt from list) as salts
      where c.workspace_id = ${workspaceId}
    )
    select people.id as "contactId", max(list."erasedAt") as "erasedAt" from people join list using (salt, hash)
    where list."erasedAt" > coalesce(people.erased_before, '-infinity') group by people.id`);
}

/** When the person was last erased, or null. */
export async function findErasedAt(tx: Tx, person: Person): Promise<Date | null> {
  const [row] = await tx
    .select({ erasedAt: erasedContacts.erasedAt })
    .from(erasedContacts)
    .where(
      sql`${erasedContacts.workspaceId} = ${person.workspaceId} and ${erasedContacts.contactHash} = ${hashOf(person)}`,
    );
  return row?.erasedAt ?? null;
}

/** Null, and so equal to nothing, while nobody was ever erased. */
function hashOf({ igId, igsid }: Person): SQL<string> {
  return sql<string>`encode(sha256(convert_to(
    (select value from installation_facts where name = ${SALT}) || ${`${igId}:${igsid}`}, 'UTF8')), 'hex')`;
}
