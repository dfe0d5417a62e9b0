import { z } from "zod";
import { listMessages, MAX_MESSAGES_PAGE } from "#lib/inbox/message-queries.ts";
import { answerMember } from "#lib/json-door.ts";
import { listAsides } from "#lib/teamwork/asides.ts";

type Context = { params: Promise<{ conversationId: string }> };

const query = z.object({ limit: z.coerce.number().int().min(1).max(MAX_MESSAGES_PAGE).optional() });

/** What opening a conversation shows: its newest messages, newest first, and what stands beside all of them. */
export async function GET(request: Request, { params }: Context) {
  const id = z.uuid().safeParse((await params).conversationId);
  if (!id.success) return Response.json({ error: "not_found" }, { status: 404 });
  return answerMember(request, query, async (member, { limit }) => {
    const [messages, asides] = await Promise.all([
      listMessages(member, id.data, { limit }),
      listAsides(member, id.data),
    ]);
    return { messages, asides };
  });
}
