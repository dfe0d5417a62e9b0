import { z } from "zod";
import { listSharedMedia } from "#lib/customers/shared-media.ts";
import { NotFoundError } from "#lib/errors.ts";
import { answerMember } from "#lib/json-door.ts";

type Context = { params: Promise<{ contactId: string }> };

const query = z.object({ before: z.iso.datetime().optional(), beforeSeq: z.coerce.number().int().optional() });

/** `before` and `beforeSeq`: the `next` of the page before. */
export async function GET(request: Request, { params }: Context) {
  const id = z.uuid().safeParse((await params).contactId);
  return answerMember(request, query, async (member, { before, beforeSeq }) => {
    if (!id.success) throw new NotFoundError("The customer");
    const key = before && beforeSeq !== undefined ? { occurredAt: before, seq: beforeSeq } : undefined;
    return listSharedMedia(member, { contactId: id.data, before: key });
  });
}
