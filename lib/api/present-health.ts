import { z } from "zod";
import type { AccountProblem } from "#db/schema/index.ts";
import type { AccountDetails } from "#lib/accounts/queries.ts";
import { env } from "#lib/env.ts";
import { needsReconnect } from "./present-account.ts";

export const healthStatus = z.enum(["healthy", "warning", "error"]);

const restriction = z
  .object({ subcode: z.int().optional(), message: z.string(), firstSeenAt: z.string(), lastSeenAt: z.string() })
  .nullable();

export const healthShape = z.object({
  accountId: z.uuid(),
  platform: z.literal("instagram"),
  username: z.string(),
  displayName: z.string(),
  profileId: z.string(),
  status: healthStatus,
  canPost: z.boolean().meta({ description: "False: Antwort answers messages and publishes nothing." }),
  canFetchAnalytics: z.boolean(),
  tokenValid: z.boolean(),
  tokenExpiresAt: z.string().optional(),
  needsReconnect: z.boolean(),
  issues: z.array(z.string()),
  messagingRestriction: restriction,
});

const permission = z.object({ scope: z.string(), granted: z.boolean(), required: z.boolean() });

export const healthDetailsShape = z.object({
  accountId: z.uuid(),
  platform: z.literal("instagram"),
  username: z.string(),
  displayName: z.string(),
  status: healthStatus,
  tokenStatus: z.object({
    valid: z.boolean(),
    expiresAt: z.string().optional(),
    expiresIn: z.string().optional(),
    needsRefresh: z.boolean(),
  }),
  permissions: z.object({
    posting: z.array(permission),
    analytics: z.array(permission),
    optional: z.array(permission),
    canPost: z.boolean(),
    canFetchAnalytics: z.boolean(),
    missingRequired: z.array(z.string()),
  }),
  issues: z.array(z.string()),
  recommendations: z.array(z.string()),
  messagingRestriction: restriction,
});

export function presentHealth(account: AccountDetails, workspaceId: string): z.input<typeof healthShape> {
  const { issues, status } = judge(account);
  return {
    accountId: account.id,
    platform: "instagram",
    username: account.username,
    displayName: account.name ?? account.username,
    profileId: workspaceId,
    status,
    canPost: false,
    canFetchAnalytics: false,
    tokenValid: !needsReconnect(account),
    ...(account.tokenExpiresAt ? { tokenExpiresAt: account.tokenExpiresAt.toISOString() } : {}),
    needsReconnect: needsReconnect(account),
    issues: issues.map(({ issue }) => issue),
    messagingRestriction: restrictionOf(account),
  };
}

export function presentHealthDetails(account: AccountDetails): z.input<typeof healthDetailsShape> {
  const { issues, status } = judge(account);
  const { expiresAt, daysLeft } = account.token;
  const scopes = env().INSTAGRAM_SCOPES.map((scope) => ({
    scope,
    granted: account.grantedScopes.includes(scope),
    required: scope === "instagram_business_basic" || scope === "instagram_business_manage_messages",
  }));
  return {
    accountId: account.id,
    platform: "instagram",
    username: account.username,
    displayName: account.name ?? account.username,
    status,
    tokenStatus: {
      valid: !needsReconnect(account),
      ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}),
      ...(daysLeft === null ? {} : { expiresIn: `${daysLeft} days` }),
      needsRefresh: account.token.state === "expiring" || account.token.state === "expired",
    },
    permissions: {
      posting: [],
      analytics: [],
      optional: scopes,
      canPost: false,
      canFetchAnalytics: false,
      missingRequired: scopes.filter((one) => one.required && !one.granted).map(({ scope }) => scope),
    },
    issues: issues.map(({ issue }) => issue),
    recommendations: issues.map(({ remedy }) => remedy),
    messagingRestriction: restrictionOf(account),
  };
}

type Issue = { issue: string; remedy: string; stops: boolean };

const RECONNECT = "Connect the account again under Settings, Accounts.";
const CHECK = "Mend it at Instagram, then press “Check again” under Settings, Accounts.";

const PROBLEMS: Record<AccountProblem, Omit<Issue, "stops">> = {
  reconnect: { issue: "Instagram no longer accepts the account's token.", remedy: RECONNECT },
  access_disabled: {
    issue: "The account's owner does not allow connected tools to read and send its messages.",
    remedy: "Allow access to messages in the Instagram app, then press “Check again” under Settings, Accounts.",
  },
  restricted: { issue: "Instagram restricts this account's messages.", remedy: CHECK },
  permission: { issue: "A permission is missing.", remedy: RECONNECT },
  app_problem: { issue: "Instagram refuses the Meta app itself.", remedy: CHECK },
};

function judge(account: AccountDetails): { issues: Issue[]; status: z.output<typeof healthStatus> } {
  const issues: Issue[] = [];
  if (account.disconnectedAt) issues.push({ issue: "The account is disconnected.", remedy: RECONNECT, stops: true });
  if (account.problem) issues.push({ ...PROBLEMS[account.problem], stops: true });
  if (account.token.state === "expired")
    issues.push({ issue: "The token has expired.", remedy: RECONNECT, stops: true });
  if (account.token.state === "expiring")
    issues.push({ issue: `The token expires in ${account.token.daysLeft} days.`, remedy: RECONNECT, stops: false });
  if (account.subscriptionError)
    issues.push({ issue: "Instagram does not send us this account's messages.", remedy: CHECK, stops: false });
  if (account.pausedUntil)
    issues.push({
      issue: "Instagram asked to slow down.",
      remedy: "Messages go out by themselves later.",
      stops: false,
    });
  if (issues.some(({ stops }) => stops)) return { issues, status: "error" };
  return { issues, status: issues.length > 0 ? "warning" : "healthy" };
}

function restrictionOf({ problem, problemAt, problemDetail }: AccountDetails): z.input<typeof restriction> {
  if (!problem || problem === "reconnect" || !problemAt) return null;
  const seenAt = problemAt.toISOString();
  return {
    ...(problemDetail?.subcode ? { subcode: problemDetail.subcode } : {}),
    message: PROBLEMS[problem].issue,
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
  };
}
