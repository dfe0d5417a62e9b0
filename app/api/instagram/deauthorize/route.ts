import { applyDeauthorization } from "#lib/accounts/disconnect.ts";
import { readSignedForm } from "../signed-form.ts";

/** Meta tells that an account's owner removed our app (facts 1.7). */
export async function POST(request: Request) {
  const told = await readSignedForm(request);
  if (!told) return new Response(null, { status: 400 });
  await applyDeauthorization(told);
  return new Response(null, { status: 200 });
}
