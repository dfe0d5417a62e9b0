import { and, asc, count, eq, sql } from "drizzle-orm";
import { db, type Tx, transaction } from "#db/client.ts";
import { type ContactFieldType, contactFields, contacts } from "#db/schema/index.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import type { Reach } from "#lib/reach.ts";
import { publish } from "#lib/realtime/publish.ts";
import { readFieldValue } from "./field-value.ts";
import { lockContact, touchConversation } from "./lock-contact.ts";

const MAX_FIELDS = 30;
export const MAX_FIELD_NAME = 60;
export const MAX_OPTIONS = 50;

/** An admin, or a program, whose key an admin made. */
export type FieldKeeper = Reach & ({ role: Member["role"] } | { apiKeyId: string });
export type CustomerField = Awaited<ReturnType<typeof listCustomerFields>>[number];
/** A program may choose what it calls the field; else that is made from the name. */
type FieldInput = { name: string; type: ContactFieldType; options: string[]; slug?: string };

/** What this workspace wants to know of every customer, in the order in which it was set up. */
export async function listCustomerFields({ workspaceId }: Pick<Member, "workspaceId">) {
  return db
    .select({
      id: contactFields.id,
      slug: contactFields.slug,
      name: contactFields.name,
      type: contactFields.type,
      options: contactFields.options,
      createdAt: contactFields.createdAt,
    })
    .from(contactFields)
    .where(eq(contactFields.workspaceId, workspaceId))
    .orderBy(asc(contactFields.createdAt), asc(contactFields.id));
}

/** Its type stays for ever: values that were given under it must keep their meaning. */
export async function createCustomerField(
  member: FieldKeeper,
  input: FieldInput,
): Promise<{ id: string; slug: string }> {
  refuseUnlessAdmin(member);
  const { name, options } = readable(input.type, input);
  return transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`contact_fields:${member.workspaceId}`}, 0))`);
    const known = await tx.select().from(contactFields).where(eq(contactFields.workspaceId, member.workspaceId));
    if (known.length >= MAX_FIELDS) throw new AppError("invalid_input", `There can be ${MAX_FIELDS} fields at most.`);
    refuseTaken(known, name);
    const slug = input.slug ?? freeSlug(name, new Set(known.map((field) => field.slug)));
    if (known.some((field) => field.slug === slug)) {
      throw new AppError("field_taken", `There is a field ${slug} already.`, { name: slug });
    }
    const [made] = await tx
      .insert(contactFields)
      .values({ workspaceId: member.workspaceId, slug, name, type: input.type, options })
      .returning({ id: contactFields.id });
    await publish(tx, member.workspaceId, { topic: "settings" });
    return { id: made?.id ?? "", slug };
  });
}

/** Values that are no longer among the options stay where they were given. */
export async function updateCustomerField(
  member: FieldKeeper,
  { fieldId, ...input }: Omit<FieldInput, "type" | "slug"> & { fieldId: string },
): Promise<void> {
  refuseUnlessWhole(member);
  await transaction(async (tx) => {
    const field = await lockField(tx, member, fieldId);
    const { name, options } = readable(field.type, input);
    const others = await tx.select().from(contactFields).where(eq(contactFields.workspaceId, member.workspaceId));
    refuseTaken(
      others.filter(({ id }) => id !== fieldId),
      name,
    );
    await tx.update(contactFields).set({ name, options }).where(eq(contactFields.id, fieldId));
    await publish(tx, member.workspaceId, { topic: "settings" });
  });
}

/** With every value that was given for it. */
export async function deleteCustomerField(member: FieldKeeper, { fieldId }: { fieldId: string }): Promise<void> {
  refuseUnlessWhole(member);
  await transaction(async (tx) => {
    const { slug } = await lockField(tx, member, fieldId);
    await tx.delete(contactFields).where(eq(contactFields.id, fieldId));
    await tx
      .update(contacts)
      .set({ fields: sql`${contacts.fields} - ${slug}::text` })
      .where(and(eq(contacts.workspaceId, member.workspaceId), sql`${contacts.fields} ? ${slug}`));
    await publish(tx, member.workspaceId, { topic: "settings" });
  });
}

/** How many customers have a value for it, to be told before it is deleted. */
export async function countFieldValues(member: Member, { slug }: { slug: string }): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, member.workspaceId), sql`${contacts.fields} ? ${slug}`));
  return row?.count ?? 0;
}

/** An empty value takes it away. What does not fit the field's type is `invalid_input`. */
export async function setCustomerField(
  member: Reach,
  { contactId, slug, value }: { contactId: string; slug: string; value: string | number | boolean | null },
): Promise<void> {
  await transaction(async (tx) => {
    const contact = await lockContact(tx, member, contactId);
    const [field] = await tx
      .select()
      .from(contactFields)
      .where(and(eq(contactFields.workspaceId, member.workspaceId), eq(contactFields.slug, slug)))
      .for("share");
    if (!field) throw new NotFoundError("The field");
    const read = readFieldValue(field, value);
    if ((contact.fields[slug] ?? null) === read) return;
    const { [slug]: _, ...others } = contact.fields;
    const fields = read === null ? others : { ...others, [slug]: read };
    await tx.update(contacts).set({ fields }).where(eq(contacts.id, contactId));
    await touchConversation(tx, contact);
  });
}

async function lockField(tx: Tx, member: Reach, fieldId: string) {
  const [field] = await tx
    .select()
    .from(contactFields)
    .where(and(eq(contactFields.id, fieldId), eq(contactFields.workspaceId, member.workspaceId)))
    .for("update");
  if (!field) throw new NotFoundError("The field");
  return field;
}

function refuseUnlessAdmin(member: FieldKeeper): void {
  if ("role" in member && member.role !== "admin") throw new AppError("forbidden", "Only admins set up fields.");
}

/** A field is every customer's: a program that may not see all of them takes nothing away from the others. */
function refuseUnlessWhole(member: FieldKeeper): void {
  refuseUnlessAdmin(member);
  if ("apiKeyId" in member && member.accountIds) {
    throw new AppError(
      "forbidden",
      "This key is for some accounts. Only one for all of them may change or delete fields.",
    );
  }
}

function readable(type: ContactFieldType, input: { name: string; options: string[] }) {
  const name = input.name.trim().slice(0, MAX_FIELD_NAME);
  if (name === "") throw new AppError("invalid_input", "A field needs a name.");
  const given = input.options.map((option) => option.trim().slice(0, MAX_FIELD_NAME)).filter((option) => option !== "");
  const options = type === "select" ? [...new Set(given)].slice(0, MAX_OPTIONS) : [];
  if (type === "select" && options.length === 0) throw new AppError("invalid_input", "A choice needs its options.");
  return { name, options };
}

function refuseTaken(known: { name: string }[], name: string): void {
  const isTaken = known.some((field) => field.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw new AppError("field_taken", `There is a field ${name} already.`, { name });
}

/** What programs call the field; it never changes. */
function freeSlug(name: string, taken: Set<string>): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const base = plain || "field";
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(slug)) return slug;
  }
}
