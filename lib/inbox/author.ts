import type { Tx } from "#db/client.ts";
import type { Member } from "#lib/members/member.ts";
import { markReadThrough } from "./conversations.ts";
import { markReadByPrograms } from "./program-reads.ts";

/** Somebody else's program, known by the API key it shows. Its keys' programs share one mark of what was read. */
export type Program = { workspaceId: string; apiKeyId: string };

/** Who writes: a member or a program, under the same rules. */
export type Author = Member | Program;

export function isProgram(author: Author): author is Program {
  return "apiKeyId" in author;
}

/** Whoever answers has read. */
export async function markReadByAuthor(
  tx: Tx,
  author: Author,
  conversation: { id: string },
  throughSeq: number,
): Promise<void> {
  if (isProgram(author)) await markReadByPrograms(tx, conversation.id, throughSeq);
  else await markReadThrough(tx, author, conversation, throughSeq);
}
