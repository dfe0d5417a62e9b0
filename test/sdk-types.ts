import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { TABLE } from "./sdk-table.ts";

const SDK = fileURLToPath(new URL("../node_modules/@zernio/node/", import.meta.url));

/** What is not the answer of a route. */
const OTHERS = ["ErrorResponse", "TestWebhookError", "RedeliverWebhookEventError"];

/** The SDK's types of what programs are told. */
const TOLD: Record<string, string> = {
  "message.received": "WebhookPayloadMessage",
  "message.sent": "WebhookPayloadMessageSent",
  "message.read": "WebhookPayloadMessageDeliveryStatus",
  "message.failed": "WebhookPayloadMessageDeliveryStatus",
  "message.edited": "WebhookPayloadMessageEdited",
  "message.deleted": "WebhookPayloadMessageDeleted",
  "reaction.received": "WebhookPayloadReaction",
  "referral.received": "WebhookPayloadReferral",
  "conversation.started": "WebhookPayloadConversationStarted",
  "account.connected": "WebhookPayloadAccountConnected",
  "account.disconnected": "WebhookPayloadAccountDisconnected",
  "webhook.test": "WebhookPayloadTest",
};

const CONTACT = ["platform", "platformIdentifier", "displayIdentifier"];
const COUNTS = ["lastMessageSentAt", "lastMessageReceivedAt", "messagesSentCount", "messagesReceivedCount"];

/** What we tell beyond the declarations, by type; `docs/api.md` names it. */
const BEYOND: Record<string, string[]> = {
  ListInboxConversationsResponse: ["participantUsername", "lastMessageAt"],
  GetInboxConversationResponse: ["participantUsername", "participantPicture", "unreadCount", "url"],
  SendInboxMessageResponse: ["deliveryState"],
  CreateInboxConversationResponse: ["deliveryState", "messageIds", "attachments", "partialFailure"],
  GetContactResponse: CONTACT,
  UpdateContactResponse: [...CONTACT, ...COUNTS, "customFields", "createdAt"],
  GetContactChannelsResponse: ["lastActiveAt"],
  UpdateCustomFieldResponse: ["createdAt"],
};

const known = new Map<string, z.ZodType>();
let schemas: Promise<Record<string, object>> | undefined;

/**
 * What of a value the SDK's type of this name does not allow, as sentences: the types of the published SDK at run time, as JSON
 * schemas made from its own declarations. What the declarations do not name is a fault too, since nearly all their fields
 * are optional and a slip in a name would pass otherwise.
 */
export async function sdkFaults(type: string, value: unknown): Promise<string[]> {
  const found = (await readSdkTypes())[type];
  if (!found) return [`The SDK has no type ${type}.`];
  const schema = known.get(type) ?? z.fromJSONSchema(found as never);
  known.set(type, schema);
  return faultsIn(schema.safeParse(value).error?.issues ?? [], BEYOND[type] ?? []);
}

/** The SDK's name for what an operation answers with this status. Two answer a refusal in a shape of their own. */
export function answerType(operationId: string, status = 200): string {
  if (status >= 400 && !ODD_ERRORS.includes(operationId)) return "ErrorResponse";
  return `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}${status < 400 ? "Response" : "Error"}`;
}

/** The SDK's name for what an operation is given; without parameters there is no such type. */
export function requestType(operationId: string): string {
  return `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Data`;
}

/** The SDK's name for what is told of an event. */
export function toldType(event: string): string {
  return TOLD[event] ?? event;
}

const ODD_ERRORS = ["testWebhook", "redeliverWebhookEvent"];

function faultsIn(issues: z.core.$ZodIssue[], beyond: string[]): string[] {
  return issues.flatMap((issue) => {
    const at = issue.path.join(".");
    if (issue.code === "invalid_union") {
      const branches = issue.errors.map((one) => faultsIn(one, beyond));
      return branches.some((faults) => faults.length === 0)
        ? []
        : [`${at}: ${branches.map((one) => one.join("; ")).join(" | ")}`];
    }
    if (issue.code !== "unrecognized_keys") return [`${at}: ${issue.message}`];
    const unknown = issue.keys.filter((key) => !beyond.includes(key));
    return unknown.length > 0 ? [`${at}: the SDK knows no ${unknown.join(", ")}`] : [];
  });
}

/** Reading 45 000 lines of declarations takes seconds, so what comes of it is kept beside the packages, by the SDK's version. */
export function readSdkTypes(): Promise<Record<string, object>> {
  schemas ??= readSchemas();
  return schemas;
}

async function readSchemas(): Promise<Record<string, object>> {
  const operations = TABLE.filter(({ status }) => status !== 404).map(({ operationId }) => operationId);
  const declarations = join(SDK, "src/generated/types.gen.ts");
  const declared = readFileSync(declarations, "utf8");
  const names = [
    ...operations.flatMap((one) => [answerType(one), requestType(one)]),
    ...OTHERS,
    ...Object.values(TOLD),
  ].filter((name) => declared.includes(`export type ${name} = `));
  const { version } = JSON.parse(readFileSync(join(SDK, "package.json"), "utf8")) as { version: string };
  const cache = join(SDK, "../../.cache/antwort", `zernio-node-${version}.json`);
  const kept = readKept(cache);
  if (names.every((name) => name in kept)) return kept;
  const made = await makeSchemas(declarations, names);
  mkdirSync(dirname(cache), { recursive: true });
  writeFileSync(`${cache}.${process.pid}`, JSON.stringify(made));
  renameSync(`${cache}.${process.pid}`, cache);
  return made;
}

function readKept(cache: string): Record<string, object> {
  try {
    return JSON.parse(readFileSync(cache, "utf8")) as Record<string, object>;
  } catch {
    return {};
  }
}

async function makeSchemas(path: string, names: string[]): Promise<Record<string, object>> {
  const { createGenerator } = await import("ts-json-schema-generator");
  const generator = createGenerator({
    path,
    skipTypeCheck: true,
    topRef: false,
    jsDoc: "none",
    additionalProperties: false,
  });
  return Object.fromEntries(names.map((name) => [name, generator.createSchema(name)]));
}
