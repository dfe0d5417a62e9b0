import { authorizeUrl } from "#lib/instagram/oauth.ts";
import { type CallbackAnswer, finishConnection } from "./connect.ts";
import type { ConnectResult } from "./connect-outcomes.ts";
import { settleState } from "./oauth-state.ts";
import { claimProgramState, createProgramState, findProgramState, type Program } from "./program-state.ts";

export type ProgramResult = ConnectResult & { workspaceId: string; redirectUrl: string | null };

/** The address at Instagram to which a program sends whoever owns the account, and its state. Good for an hour, once. */
export async function beginProgramConnection(program: Program, redirectUrl: string | null) {
  const state = await createProgramState(program, redirectUrl);
  return { authUrl: authorizeUrl({ state }), state };
}

/**
 * Finishes what a program began, when the browser comes back; null where no program made the state. A second callback is told
 * that the link was used.
 */
export async function completeProgramConnection(answer: CallbackAnswer): Promise<ProgramResult | null> {
  const begun = answer.state ? await findProgramState(answer.state) : null;
  if (!begun || !answer.state) return null;
  if (!(await claimProgramState(answer.state))) return { ...begun, outcome: "state_invalid" };
  return { ...begun, ...(await finish(begun.workspaceId, answer.state, answer)) };
}

/** The same for a program that has the code itself. Only the key that began it may. */
export async function completeOwnConnection(
  program: Program,
  { code, state }: { code: string; state: string },
): Promise<ConnectResult> {
  if (!(await claimProgramState(state, program))) return { outcome: "state_invalid" };
  return finish(program.workspaceId, state, { code, state, error: null });
}

async function finish(workspaceId: string, state: string, answer: CallbackAnswer): Promise<ConnectResult> {
  try {
    const result = await finishConnection({ workspaceId, memberId: null }, answer);
    await settleState(state, result);
    return result;
  } catch (error) {
    await settleState(state, { outcome: "failed" });
    throw error;
  }
}
