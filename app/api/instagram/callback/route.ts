import { type CallbackAnswer, completeConnection } from "#lib/accounts/connect.ts";
import type { ConnectResult } from "#lib/accounts/connect-outcomes.ts";
import { completeProgramConnection, type ProgramResult } from "#lib/accounts/connect-program.ts";
import { programAddress } from "#lib/api/connect.ts";
import { getSession } from "#lib/auth/session.ts";
import { log } from "#lib/log.ts";
import { redirectTo } from "../redirect.ts";

/** Longer than any state or code; what exceeds it is nobody's. */
const MAX_LENGTH = 2_000;

/** Every outcome lands on the accounts page, named by a code of ours; nothing of this address is repeated there. */
export async function GET(request: Request) {
  const answer = readAnswer(new URL(request.url).searchParams);
  const program = await completeProgram(answer);
  if (program?.redirectUrl) return redirectTo(programAddress(program.redirectUrl, program));
  const { outcome, username } = program ?? (await complete(answer));
  const query = new URLSearchParams({ outcome, ...(username && { account: username }) });
  return redirectTo(`/settings/accounts?${query}`);
}

/** A link preview must not use up the state. */
export function HEAD() {
  return new Response(null, { status: 405, headers: { allow: "GET" } });
}

/** Begun by a program: whoever owns the account need not be a member. */
async function completeProgram(answer: CallbackAnswer): Promise<ProgramResult | null> {
  try {
    return await completeProgramConnection(answer);
  } catch (error) {
    log.error({ error }, "connection failed");
    return null;
  }
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
