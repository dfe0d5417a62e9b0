import { messengerProfile, subscribedApps } from "./account-settings.ts";
import { readConversation, readConversationEdge, readConversations, readMessage } from "./conversations.ts";
import { missing, refuse, unsupported } from "./errors.ts";
import type { Service } from "./events.ts";
import { type Answer, type Call, ok, parameters, type UploadedFile } from "./http.ts";
import { decodeId } from "./ids.ts";
import type { Json } from "./json.ts";
import { profileOf, readMe } from "./people.ts";
import { sendMessage } from "./sends.ts";
import { authenticate, type Caller } from "./tokens.ts";
import { uploadAttachment } from "./uploads.ts";

/** One authenticated Graph call with its parameters, from query, form, multipart or JSON alike. */
export type GraphCall = { call: Call; caller: Caller; values: Json; files: Record<string, UploadedFile> };

/** The name of what a path asks for; fault plans and the ledgers use it. */
export function endpointOf(call: Call): string {
  const [first = "", edge] = call.path.slice(1).split("/");
  if (first === "oauth") return edge === "authorize" ? "authorize" : "oauth_access_token";
  if (["access_token", "refresh_access_token", "cdn"].includes(first)) return first;
  if (edge && decodeId(first)?.kind === "conversation") return "conversation";
  if (edge) return edge;
  const kind = decodeId(first)?.kind;
  if (kind) return kind;
  return first === "me" || first.startsWith("1784") ? "account" : "profile";
}

/** Answers everything of graph.instagram.com except the two token calls. */
export async function graph(service: Service, call: Call): Promise<Answer> {
  const given = await parameters(call);
  const caller = authenticate(service.world, call, given?.values.access_token);
  if (!given) throw refuse("invalid_parameter", "(#100) The body could not be parsed");
  const request: GraphCall = { call, caller, values: given.values, files: given.files };
  const [node = "", edge, ...more] = call.path.slice(1).split("/");
  if (more.length > 0) throw refuse("unknown_path", `Unknown path components: /${[edge, ...more].join("/")}`);
  const { account } = caller;
  if (node === "me" || node === account.user_id || node === account.id) return ownNode(service, request, edge);
  return otherNode(service, request, node, edge);
}

async function ownNode(service: Service, request: GraphCall, edge: string | undefined): Promise<Answer> {
  const { world } = service;
  const { method } = request.call;
  if (!edge && method === "GET") return ok(readMe(world, request));
  if (edge === "subscribed_apps") return ok(subscribedApps(world, request));
  if (edge === "messenger_profile") return ok(messengerProfile(world, request));
  if (edge === "messages" && method === "POST") return sendMessage(service, request);
  if (edge === "message_attachments" && method === "POST") return ok(await uploadAttachment(world, request));
  if (edge === "conversations" && method === "GET") return ok(readConversations(world, request));
  if (edge && !["messages", "message_attachments", "conversations"].includes(edge)) {
    throw refuse("unknown_path", `Unknown path components: /${edge}`);
  }
  throw unsupported(method);
}

function otherNode({ world }: Service, request: GraphCall, node: string, edge: string | undefined): Answer {
  if (request.call.method !== "GET") throw missing(node, request.call.method);
  const kind = decodeId(node)?.kind;
  if (kind === "conversation" && edge === "messages") return ok(readConversationEdge(world, request, node));
  if (edge) throw refuse("unknown_path", `Unknown path components: /${edge}`);
  if (kind === "conversation") return ok(readConversation(world, request, node));
  if (kind === "message") return ok(readMessage(world, request, node));
  if (/^\d+$/.test(node)) return ok(profileOf(world, request, node));
  throw refuse(
    "alias",
    `Object with ID '${node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  );
}
