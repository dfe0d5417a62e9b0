import { type CallbackAnswer, completeConnection } from "#lib/accounts/connect.ts";
import type { ConnectResult } from "#lib/accounts/connect-outcomes.ts";
import { getSession } from "#lib/auth/session.ts";
import { log } from "#lib/log.ts";
import { redirectTo } from "../redirect.ts";

/** Longer than any state or code; what exceeds it is nobody's. */
const MAX_LENGTH = 2_000;

/** Every outcome lands on the accounts page, named by a code of ours; nothing of this address is repeated there. */
export async function GET(request: Request) {
  const { outcome, username } = await complete(readAnswer(new URL(request.url).searchParams));
  const query = new URLSearchParams({ outcome, ...(username && { account: username }) });
  return redirectTo(`/settings/accounts?${query}`);
}

/** A link preview must not use up the state. */
export function HEAD() {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

async function complete(answer: CallbackAnswer): Promise<ConnectResult> {
  try {
    return await completeConnection(await getSession(), answer);
  } catch (error) {
    log.error({ error }, "connection failed");
    return { outcome: "failed" };
  }
}

function readAnswer(query: URLSearchParams): CallbackAnswer {
  const only = (name: string) => {
    const [value, ...more] = query.getAll(name);
    return value && more.length === 0 && value.length <= MAX_LENGTH ? value : null;
  };
  return { state: only("state"), code: only("code"), error: only("error") };
}
