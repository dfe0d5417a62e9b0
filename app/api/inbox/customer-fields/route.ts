import { z } from "zod";
import { listCustomerFields } from "#lib/customers/fields.ts";
import { answerMember } from "#lib/json-door.ts";

export function GET(request: Request) {
  return answerMember(request, z.object({}), (member) => listCustomerFields(member));
}
