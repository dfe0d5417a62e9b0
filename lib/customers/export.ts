import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import type { Member } from "#lib/members/member.ts";
import { csvRow } from "./csv.ts";
import {
  listLabelNames,
  type MessageRow,
  type Person,
  readComments,
  readEvents,
  readMessages,
  readNotes,
  readPerson,
} from "./export-rows.ts";
import { listCustomerFields } from "./fields.ts";

export const EXPORT_FORMATS = ["json", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Everything kept about one customer, piece by piece as it is read, so that ten years of talk take no more memory than a day: as
 * JSON all of it, as CSV the messages. Links lead to our own address and want a signed-in member. `too_many_attempts` while another
 * export of the workspace is being written.
 */
export async function exportContact(
  member: Member,
  { contactId, format }: { contactId: string; format: ExportFormat },
) {
  if (exporting.has(member.workspaceId)) {
    throw new AppError("too_many_attempts", "Another export is being written. Try again in a moment.");
  }
  const person = await readPerson(member, contactId);
  const pieces = oneAtATime(member.workspaceId, format === "json" ? writeJson(member, person) : writeCsv(person));
  const name = (person.username ?? person.igsid).replace(/[^\w.-]+/g, "_");
  return { pieces, fileName: `${name}-${new Date().toISOString().slice(0, 10)}.${format}` };
}

const exporting = new Set<string>();

/** Ten years of talk take their time: a second export of the same workspace has to wait for the first. */
async function* oneAtATime(workspaceId: string, pieces: AsyncGenerator<string>): AsyncGenerator<string> {
  exporting.add(workspaceId);
  try {
    yield* pieces;
  } finally {
    exporting.delete(workspaceId);
  }
}

async function* writeJson(member: Member, person: Person): AsyncGenerator<string> {
  const head = {
    exportedAt: new Date(),
    customer: {
      instagramId: person.igsid,
      username: person.username,
      name: person.name,
      followerCount: person.followerCount,
      isVerified: person.isVerified,
      followsBusiness: person.followsBusiness,
      followedByBusiness: person.followedByBusiness,
      picture: person.pictureUrl ? `${env().APP_URL}/api/media/contacts/${person.id}` : null,
      profileFetchedAt: person.profileFetchedAt,
      knownSince: person.createdAt,
      mutedAt: person.mutedAt,
      blockedAt: person.blockedAt,
    },
    account: `@${person.account}`,
    notes: person.notes,
    fields: (await listCustomerFields(member)).flatMap(({ slug, name }) => {
      const value = person.fields[slug];
      return value === undefined ? [] : [{ name, value }];
    }),
    labels: await listLabelNames(person),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "messages": [`;
  yield* listed(readMessages(person), describeMessage);
  yield '],\n  "comments": [';
  yield* listed(readComments(person), (comment) => comment);
  yield '],\n  "internalNotes": [';
  yield* listed(readNotes(person), (note) => note);
  yield '],\n  "timeline": [';
  yield* listed(readEvents(person), (event) => event);
  yield "]\n}\n";
}

async function* writeCsv(person: Person): AsyncGenerator<string> {
  yield `\ufeff${csvRow(["time", "from", "author", "text", "attachments", "status", "unsent"])}`;
  for await (const message of readMessages(person)) {
    const { at, from, author, text, attachments, status, unsentAt } = describeMessage(message);
    const links = attachments.map(({ link, type }) => link ?? type).join(" ");
    yield csvRow([
      at.toISOString(),
      from,
      author ?? "",
      text ?? "",
      links,
      status ?? "",
      unsentAt?.toISOString() ?? "",
    ]);
  }
}

async function* listed<Row>(rows: AsyncIterable<Row>, shape: (row: Row) => unknown): AsyncGenerator<string> {
  let isFirst = true;
  for await (const row of rows) {
    yield `${isFirst ? "" : ","}\n    ${JSON.stringify(shape(row))}`;
    isFirst = false;
  }
}

function describeMessage({ message, author }: MessageRow) {
  return {
    at: message.occurredAt,
    from: message.direction === "inbound" ? "customer" : "business",
    author,
    kind: message.kind,
    text: message.text,
    attachments: message.attachments.map(({ type, title, url }, part) => ({
      type,
      title,
      link: url ? `${env().APP_URL}/api/media/${message.id}/${part}` : null,
    })),
    story: message.story ? { id: message.story.id, link: `${env().APP_URL}/api/media/${message.id}/story` } : null,
    referral: message.referral,
    payload: message.payload,
    reactions: message.reactions,
    edits: message.edits,
    status: message.status,
    unsentAt: message.deletedAt,
  };
}
