import { resolve } from "node:path";
import { type Env, parseEnv } from "#lib/env.ts";
import { loadSecrets, prepareDataDir, type Secrets } from "./secrets.ts";
import { WrongSetting } from "./wrong-setting.ts";

export type Variables = Record<string, string | undefined>;
export type Settings = {
  variables: Record<string, string>;
  secrets: Secrets;
  dataDir: string;
  sandbox: boolean;
  embedded: boolean;
};

/**
 * Completes what the person set with generated secrets and derived defaults (contract, section 2). The addresses that are
 * known only once something runs (`DATABASE_URL`, the simulator's) are added with `withSimulator` and by the caller.
 */
export function prepareSettings(given: Variables): Settings {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value)) as Record<string, string>;
  refuseHalves(set);

  const dataDir = resolve(set.DATA_DIR ?? ".data");
  prepareDataDir(dataDir);
  const secrets = loadSecrets(dataDir);
  const sandbox = !set.INSTAGRAM_CLIENT_ID;
  const clientSecret = set.INSTAGRAM_CLIENT_SECRET ?? secrets.SIMULATOR_APP_SECRET;
  const port = set.PORT ?? "3000";
  if (sandbox && Number(set.SIMULATOR_PORT) === Number(port))
    throw new WrongSetting(
      `SIMULATOR_PORT is ${port}, which PORT has already. Set it to another port, or leave it out.`,
    );
  const appUrl = (set.APP_URL ?? `http://localhost:${port}`).replace(/\/+$/, "");

  const variables = {
    HOST: sandbox ? "127.0.0.1" : "0.0.0.0",
    AUTH_SECRET: secrets.AUTH_SECRET,
    ENCRYPTION_KEYS: secrets.ENCRYPTION_KEYS,
    INSTAGRAM_WEBHOOK_VERIFY_TOKEN: secrets.INSTAGRAM_WEBHOOK_VERIFY_TOKEN,
    INSTAGRAM_CLIENT_ID: secrets.SIMULATOR_APP_ID,
    INSTAGRAM_REDIRECT_URI: `${appUrl}/api/instagram/callback`,
    ...set,
    PORT: port,
    APP_URL: appUrl,
    DATA_DIR: dataDir,
    INSTAGRAM_CLIENT_SECRET: clientSecret,
    INSTAGRAM_APP_SECRETS: withFirst(clientSecret, set.INSTAGRAM_APP_SECRETS),
    SANDBOX: sandbox ? "on" : "off",
  };
  validate(variables);
  return { variables, secrets, dataDir, sandbox, embedded: !set.DATABASE_URL };
}

/** Points whatever the person left open at the simulator: browsers use the app's own host name, the app the loopback. */
export function withSimulator(variables: Record<string, string>, simulatorPort: number): Record<string, string> {
  const browser = `http://${new URL(variables.APP_URL as string).hostname}:${simulatorPort}`;
  const machine = `http://${reachableHost(variables.HOST as string)}:${simulatorPort}`;
  return {
    INSTAGRAM_AUTHORIZE_URL: `${browser}/oauth/authorize`,
    INSTAGRAM_API_URL: machine,
    INSTAGRAM_GRAPH_URL: machine,
    ...variables,
    SIMULATOR_URL: browser,
  };
}

/** The address under which a server listening on `host` is reached from this machine. */
export function reachableHost(host: string) {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

function refuseHalves(set: Record<string, string>) {
  const pairs = [
    ["INSTAGRAM_CLIENT_ID", "INSTAGRAM_CLIENT_SECRET"],
    ["ADMIN_EMAIL", "ADMIN_PASSWORD"],
    ["SMTP_URL", "MAIL_FROM"],
  ] as const;
  for (const [one, other] of pairs) {
    const missing = set[one] && !set[other] ? other : !set[one] && set[other] ? one : undefined;
    if (missing)
      throw new WrongSetting(
        `${missing} is missing, though ${missing === one ? other : one} is set. Set both or neither.`,
      );
  }
}

function withFirst(secret: string, further = "") {
  return [...new Set([secret, ...further.split(",").map((item) => item.trim())])].filter(Boolean).join(",");
}

/** The database's address may not be known yet; any stands in for it here. */
function validate(variables: Record<string, string>): Env {
  try {
    return parseEnv({ DATABASE_URL: "postgres://embedded", ...variables });
  } catch (error) {
    throw new WrongSetting((error as Error).message);
  }
}
