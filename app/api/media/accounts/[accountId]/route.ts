import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { openAccountPicture } from "#lib/media/pictures.ts";
import { answerMedia } from "../../answer.ts";

type Context = { params: Promise<{ accountId: string }> };

export async function GET(request: Request, { params }: Context) {
  const accountId = z.uuid().safeParse((await params).accountId);
  return answerMedia(request, async (member) => {
    if (!accountId.success) throw new NotFoundError();
    return openAccountPicture(member, accountId.data);
  });
}

export const HEAD = GET;
