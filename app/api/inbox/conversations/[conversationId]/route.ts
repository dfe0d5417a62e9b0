import { z } from "zod";
import { getConversation } from "#lib/inbox/conversation-queries.ts";
import { answerMember } from "#lib/json-door.ts";

type Context = { params: Promise<{ conversationId: string }> };

export async function GET(request: Request, { params }: Context) {
  const id = z.uuid().safeParse((await params).conversationId);
  if (!id.success) return Response.json({ error: "not_found" }, { status: 404 });
  return answerMember(request, z.object({}), (member) => getConversation(member, id.data));
}
