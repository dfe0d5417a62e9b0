import { z } from "zod";
import { NotFoundError } from "#lib/errors.ts";
import { openMedia } from "#lib/media/media.ts";
import { answerMedia } from "../../answer.ts";

const place = z.object({
  messageId: z.uuid(),
  part: z.union([
    z.literal(["story", "ad"]),
    z
      .string()
      .regex(/^\d{1,3}$/)
      .transform(Number),
  ]),
});

type Context = { params: Promise<{ messageId: string; part: string }> };

export async function GET(request: Request, { params }: Context) {
  const read = place.safeParse(await params);
  return answerMedia(request, async (member) => {
    if (!read.success) throw new NotFoundError();
    return openMedia(member, read.data.messageId, read.data.part);
  });
}

export const HEAD = GET;
