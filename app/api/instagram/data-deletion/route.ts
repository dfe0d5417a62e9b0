import { recordDeletionRequest } from "#lib/customers/deletion-request.ts";
import { env } from "#lib/env.ts";
import { readSignedForm } from "../signed-form.ts";

/** Meta tells that somebody wants their data deleted (facts 1.7); the answer says where to look how far it is. */
export async function POST(request: Request) {
  const told = await readSignedForm(request);
  if (!told) return new Response(null, { status: 400 });
  const { code } = await recordDeletionRequest(told);
  return Response.json(
    { url: `${env().APP_URL}/data-deletion/${code}`, confirmation_code: code },
    { headers: { "cache-control": "no-store" } },
  );
}
