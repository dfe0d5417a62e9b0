import { z } from "zod";
import type { ConnectOutcome } from "#lib/accounts/connect-outcomes.ts";
import { beginProgramConnection, completeOwnConnection, type ProgramResult } from "#lib/accounts/connect-program.ts";
import { textField } from "./fields.ts";
import { invalid } from "./refusal.ts";
import { apiRoute } from "./route.ts";

const tag = "Connect";
const address = "/v1/connect/{platform}";
const path = z.object({ platform: z.literal("instagram", "Antwort connects Instagram accounts only.") });

export const getConnectUrl = apiRoute({
  method: "GET",
  address,
  operationId: "getConnectUrl",
  summary: "The address at which the owner of an account lets us in; good for an hour, once",
  tag,
  permission: "read-write",
  path,
  query: z.object({
    profileId: z.string().max(100),
    redirect_url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .optional(),
    headless: z.enum(["true", "false"]).optional(),
    loginMethod: z.enum(["instagram_login", "facebook_login"]).optional(),
  }),
  result: z.object({ authUrl: z.string(), state: z.string() }),
  async run({ key, query: { profileId, redirect_url, loginMethod } }) {
    if (profileId !== key.workspaceId) throw invalid("There is no profile of this id.", "profileId");
    if (loginMethod === "facebook_login") throw invalid("Antwort speaks Instagram Login only.", "loginMethod");
    return beginProgramConnection(key, redirect_url ?? null);
  },
});

export const handleOAuthCallback = apiRoute({
  method: "POST",
  address,
  operationId: "handleOAuthCallback",
  summary: "Finish a connection with the code Instagram gave; only the key that began it may",
  tag,
  path,
  body: z.object({ code: textField(2_000).min(1), state: textField(2_000).min(1), profileId: z.string().max(100) }),
  result: z.object({
    message: z.string(),
    accountId: z.uuid(),
    username: z.string(),
    platform: z.literal("instagram"),
  }),
  async run({ key, body: { code, state, profileId } }) {
    if (profileId !== key.workspaceId) throw invalid("There is no profile of this id.", "profileId");
    const { outcome, accountId, username } = await completeOwnConnection(key, { code, state });
    if (!accountId || !username) throw invalid(`The account was not connected: ${errorOf(outcome)}.`, "code");
    return { message: "The account is connected.", accountId, username, platform: "instagram" as const };
  },
});

/** The program's own address with what came of it, in the hosted service's words; what it said before is kept. */
export function programAddress(redirectUrl: string, result: ProgramResult): string {
  const url = new URL(redirectUrl);
  const { outcome, accountId, username, workspaceId } = result;
  const told = accountId
    ? { connected: "instagram", profileId: workspaceId, accountId, username: username ?? "" }
    : { error: errorOf(outcome), platform: "instagram" };
  for (const [name, value] of Object.entries(told)) url.searchParams.set(name, value);
  return url.href;
}

function errorOf(outcome: ConnectOutcome): string {
  switch (outcome) {
    case "declined":
    case "missing_basic":
    case "missing_messages":
    case "missing_both":
      return "oauth_denied";
    case "state_invalid":
      return "invalid_state";
    case "answer_incomplete":
      return "invalid_callback";
    case "personal_account":
      return "personal_account_not_supported";
    case "code_refused":
      return "token_exchange_failed";
    case "connected_elsewhere":
      return "access_denied";
    default:
      return "connection_failed";
  }
}
