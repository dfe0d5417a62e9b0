import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { deleteUpload } from "#lib/files/uploads.ts";
import { takeFileFromMember } from "#lib/json-door.ts";
import { openUpload } from "#lib/media/uploads.ts";
import { answerMedia } from "../../../media/answer.ts";

const uploadId = z.uuid();

type Context = { params: Promise<{ uploadId: string }> };

export async function GET(request: Request, { params }: Context) {
  const id = uploadId.safeParse((await params).uploadId);
  return answerMedia(request, async (member) => {
    if (!id.success) throw new NotFoundError("The file");
    return openUpload(member, id.data);
  });
}

export const HEAD = GET;

/** Takes away a file that was not sent. */
export async function DELETE(request: Request, { params }: Context) {
  const id = uploadId.safeParse((await params).uploadId);
  return takeFileFromMember(request, z.strictObject({}), async (member) => {
    if (!id.success) throw new NotFoundError("The file");
    await deleteUpload(member, id.data);
  });
}
