import { isIP } from "node:net";
import { z } from "zod";

const list = z
  .string()
  .default("")
  .transform((value) =>
    value
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean),
  );
const httpUrl = z
  .url({ protocol: /^https?$/, error: "must be a full address such as https://inbox.example.com" })
  .transform((value) => value.replace(/\/+$/, ""));
const port = z
  .string()
  .regex(/^\d{1,5}$/, "must be a number between 1 and 65535")
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65535, "must be a number between 1 and 65535");

const NEEDED_SCOPES = ["instagram_business_basic", "instagram_business_manage_messages"];
const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

/** Every setting of the contract, section 2. The launcher fills in what has a default that depends on another. */
const variables = z.object({
  PORT: port.prefault("3000"),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: httpUrl,
  DATA_DIR: z.string().min(1).default(".data"),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must start with postgres:// or postgresql://"),
  AUTH_SECRET: z.string().min(16, "must have at least 16 characters"),
  ENCRYPTION_KEYS: list
    .refine((keys) => keys.length > 0, "must hold at least one key")
    .refine((keys) => keys.every(isKey), "must hold keys of 32 bytes in base64 (openssl rand -base64 32 makes one)"),
  ADMIN_EMAIL: z.email("must be an e-mail address").optional(),
  ADMIN_PASSWORD: z.string().min(12, "must have at least 12 characters").optional(),
  INSTAGRAM_CLIENT_ID: z.string().min(1),
  INSTAGRAM_CLIENT_SECRET: z.string().min(1),
  INSTAGRAM_REDIRECT_URI: httpUrl,
  INSTAGRAM_WEBHOOK_VERIFY_TOKEN: z.string().min(1),
  INSTAGRAM_APP_SECRETS: list,
  INSTAGRAM_AUTHORIZE_URL: httpUrl.default("https://www.instagram.com/oauth/authorize"),
  INSTAGRAM_API_URL: httpUrl.default("https://api.instagram.com"),
  INSTAGRAM_GRAPH_URL: httpUrl.default("https://graph.instagram.com"),
  INSTAGRAM_GRAPH_VERSION: z
    .string()
    .regex(/^v\d+\.\d+$/, "must look like v26.0")
    .default("v26.0"),
  INSTAGRAM_SCOPES: list
    .prefault(NEEDED_SCOPES.join(","))
    .refine(
      (scopes) => NEEDED_SCOPES.every((scope) => scopes.includes(scope)),
      `must hold ${NEEDED_SCOPES.join(" and ")}`,
    ),
  HUMAN_AGENT: z.enum(["on", "off"], "must be on or off").default("off"),
  EGRESS_ALLOW: list.refine((items) => items.every(isHostOrRange), "must hold hosts or ranges such as 10.0.0.0/8"),
  TRUSTED_PROXIES: list.refine((items) => items.every(isRange), "must hold addresses or ranges such as 10.0.0.0/8"),
  MEDIA_POLICY: z.enum(["proxy", "archive"], "must be proxy or archive").default("proxy"),
  S3_ENDPOINT: httpUrl.optional(),
  S3_REGION: z.string().min(1).default("us-east-1"),
  S3_BUCKET: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must look like smtp://name:password@mail.example.com:587" })
    .optional(),
  MAIL_FROM: z.string().refine(isSender, "must be an address such as Antwort <inbox@example.com>").optional(),
  METRICS_TOKEN: z.string().min(8, "must have at least 8 characters").optional(),
  WORKER: z.enum(["on", "off"], "must be on or off").default("on"),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
  SANDBOX: z.enum(["on", "off"]).default("off"),
  SIMULATOR_URL: httpUrl.optional(),
  SIMULATOR_PORT: port.optional(),
});

/** `S3`: where files lie instead of in DATA_DIR; `MAIL`: by whom and as whom mail is sent. Each needs all of its settings. */
const schema = variables.transform((given, context) => {
  const { SMTP_URL, MAIL_FROM } = given;
  const MAIL = SMTP_URL && MAIL_FROM ? { url: SMTP_URL, from: MAIL_FROM } : null;
  if (!MAIL && (SMTP_URL || MAIL_FROM)) {
    context.addIssue({ code: "custom", path: [SMTP_URL ? "MAIL_FROM" : "SMTP_URL"], message: "is missing" });
    return z.NEVER;
  }
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_BUCKET: bucket } = given;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given;
  const needed = {
    S3_ENDPOINT: endpoint,
    S3_BUCKET: bucket,
    S3_ACCESS_KEY_ID: accessKeyId,
    S3_SECRET_ACCESS_KEY: secretAccessKey,
  };
  if (Object.values(needed).every((value) => value === undefined)) return { ...given, MAIL, S3: null };
  if (endpoint && bucket && accessKeyId && secretAccessKey) {
    return { ...given, MAIL, S3: { endpoint, region, bucket, accessKeyId, secretAccessKey } };
  }
  const missing = Object.entries(needed).find(([, value]) => value === undefined)?.[0] ?? "S3_BUCKET";
  context.addIssue({ code: "custom", path: [missing], message: "is missing" });
  return z.NEVER;
});

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/** The validated settings. Lazy, because a build imports every module with no settings at hand. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Throws one sentence that names the variable, its fault and the remedy. An empty variable counts as not set. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return result.data;

  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? "A setting");
  const fault = given[name] === undefined ? "is missing" : (issue?.message ?? "is not valid");
  throw new Error(`${name} ${fault}. Correct it in the environment and start again; see "Settings" in the README.`);
}

function isKey(key: string) {
  return /^[\w+/-]+=*$/.test(key) && Buffer.from(key, "base64").length === 32;
}

/** One address, with a name before it or none, and nothing that could begin another header. */
function isSender(from: string) {
  const [, address = from] = /^[^<>"\p{Cc}]{1,100} <([^<>]+)>$/u.exec(from) ?? [];
  return z.email().safeParse(address).success;
}

function isHostOrRange(item: string) {
  return item.includes("/") ? isRange(item) : URL.canParse(`http://${item}`);
}

function isRange(item: string) {
  const [address = "", bits, ...rest] = item.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
