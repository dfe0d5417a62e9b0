import { z } from "zod";
import { getCustomer } from "#lib/customers/details.ts";
import { NotFoundError } from "#lib/errors.ts";
import { answerMember } from "#lib/json-door.ts";

type Context = { params: Promise<{ contactId: string }> };

export async function GET(request: Request, { params }: Context) {
  const id = z.uuid().safeParse((await params).contactId);
  return answerMember(request, z.object({}), async (member) => {
    if (!id.success) throw new NotFoundError("The customer");
    return getCustomer(member, id.data);
  });
}
