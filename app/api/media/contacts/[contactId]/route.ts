import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { openContactPicture } from "#lib/media/pictures.ts";
import { answerMedia } from "../../answer.ts";

type Context = { params: Promise<{ contactId: string }> };

export async function GET(request: Request, { params }: Context) {
  const contactId = z.uuid().safeParse((await params).contactId);
  return answerMedia(request, async (member) => {
    if (!contactId.success) throw new NotFoundError();
    return openContactPicture(member, contactId.data);
  });
}

export const HEAD = GET;
