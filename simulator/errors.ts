import type { Answer } from "./http.ts";
import { traceId } from "./ids.ts";
import { metaJson } from "./json.ts";

export type ErrorBody = {
  message: string;
  type: "IGApiException" | "OAuthException";
  code: number;
  error_subcode?: number;
  is_transient?: boolean;
};

type Row = [status: number, type: ErrorBody["type"], code: number, subcode: number | null, message: string];

/** The refusals of section 5 by a name of ours; fault plans use these names. */
export const ERRORS = {
  unknown: [500, "OAuthException", 1, null, "An unknown error has occurred."],
  unknown_99: [500, "OAuthException", 1, 99, "An unknown error occurred"],
  invalid_json_reply: [500, "OAuthException", 1, 1357046, "Received Invalid JSON reply."],
  transient: [500, "OAuthException", 2, null, "An unexpected error has occurred. Please retry your request later."],
  capability: [400, "OAuthException", 3, null, "(#3) Application does not have the capability to make this API call."],
  app_rate: [400, "OAuthException", 4, null, "(#4) Application request limit reached"],
  user_rate: [400, "OAuthException", 17, null, "(#17) User request limit reached"],
  rate: [400, "OAuthException", 613, 2534040, "Calls to this api have exceeded the rate limit."],
  business_rate: [
    400,
    "OAuthException",
    80002,
    null,
    "(#80002) There have been too many calls to this Instagram account. Wait a bit and try again.",
  ],
  window_closed: [403, "IGApiException", 10, 2534022, "This message is sent outside of allowed window."],
  not_receiving: [403, "IGApiException", 10, 2018108, "They can't receive your messages right now."],
  restricted: [403, "OAuthException", 10, 1893063, "You are temporarily restricted from sending messages."],
  two_factor: [403, "OAuthException", 10, 2534077, "The account needs two-factor authentication."],
  permission: [403, "OAuthException", 10, null, "(#10) Application does not have permission for this action"],
  scope_missing: [403, "OAuthException", 200, null, "(#200) Requires instagram_business_manage_messages permission"],
  access_disabled: [
    403,
    "IGApiException",
    200,
    2534041,
    "The account owner has disabled access to instagram direct messages.",
  ],
  user_not_found: [400, "IGApiException", 100, 2534014, "The requested user cannot be found."],
  invalid_message: [400, "IGApiException", 100, 2534015, "Invalid message data"],
  invalid_comment: [400, "IGApiException", 100, 2534025, "The comment is invalid for a private reply"],
  blocked: [
    400,
    "IGApiException",
    100,
    2534029,
    "The business has been blocked from sending messages via the IG Messaging API",
  ],
  thread_owner: [400, "IGApiException", 100, 2534037, "The action is invalid since it's not the thread owner."],
  fetch_failed: [400, "OAuthException", 100, 2018008, "Failed to fetch the file from the url."],
  video_timeout: [400, "OAuthException", 100, 2018294, "Video upload timed out."],
  wrong_type: [400, "OAuthException", 100, 2018047, "Upload attachment failure."],
  too_large: [400, "OAuthException", 100, 2018109, "Attachment size exceeds allowable limit"],
  not_your_attachment: [400, "OAuthException", 100, 2018074, "The attachment ID is invalid or not yours."],
  action_with_message: [
    400,
    "OAuthException",
    100,
    2018014,
    "Only one of message or sender_action may be given in one call.",
  ],
  too_long: [400, "IGApiException", 100, null, "Length of param message[text] must be less than or equal to 2000"],
  invalid_parameter: [400, "IGApiException", 100, null, "(#100) Invalid parameter"],
  object_missing: [
    400,
    "IGApiException",
    100,
    33,
    "Unsupported get request. Object with ID does not exist, cannot be loaded due to missing permissions, or does not support this operation",
  ],
  unsupported_get: [400, "IGApiException", 100, null, "Unsupported request - method type: get"],
  unsupported_post: [400, "IGApiException", 100, null, "Unsupported request - method type: post"],
  unsupported_delete: [400, "IGApiException", 100, null, "Unsupported request - method type: delete"],
  nonexisting_field: [400, "IGApiException", 100, null, "Tried accessing nonexisting field"],
  token_too_young: [400, "IGApiException", 100, null, "The access token must be at least 24 hours old to be refreshed"],
  token_expired: [
    400,
    "OAuthException",
    190,
    null,
    "Error validating access token: Session has expired on Wednesday, 28-Oct-26 10:00:00 PDT.",
  ],
  token_invalid: [400, "OAuthException", 190, null, "Invalid OAuth access token - Cannot parse access token"],
  token_revoked: [
    400,
    "OAuthException",
    190,
    458,
    "Error validating access token: The user has not authorized application.",
  ],
  token_checkpoint: [
    400,
    "OAuthException",
    190,
    459,
    "Error validating access token: You cannot access the app till you log in to www.instagram.com and follow the instructions given.",
  ],
  token_password: [
    400,
    "OAuthException",
    190,
    460,
    "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.",
  ],
  token_session: [400, "OAuthException", 190, 463, "Error validating access token: The session has expired."],
  token_unconfirmed: [400, "OAuthException", 190, 464, "Error validating access token: The user is not confirmed."],
  token_bad: [400, "OAuthException", 190, 467, "Error validating access token: The session is invalid."],
  token_bad_session: [400, "OAuthException", 190, 492, "Error validating access token: Invalid session."],
  consent: [400, "IGApiException", 230, null, "User consent is required to access user profile"],
  policy: [400, "OAuthException", 368, null, "The action attempted has been deemed abusive or is otherwise disallowed"],
  unavailable: [400, "OAuthException", 551, 1545041, "(#551) This person isn't available right now."],
  alias: [
    400,
    "IGApiException",
    803,
    null,
    "Object does not exist, cannot be loaded due to missing permissions, or does not support this operation",
  ],
  unknown_path: [400, "IGApiException", 2500, null, "Unknown path components"],
  deleted: [400, "OAuthException", 9000001, null, "This Message has been deleted by the user or the business."],
  content_gone: [400, "OAuthException", 1609005, null, "Link to shared content is not available."],
} as const satisfies Record<string, Row>;

export type ErrorName = keyof typeof ERRORS;

/** A refusal on its way to the caller. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;
  constructor(status: number, body: ErrorBody, headers: Record<string, string> = {}) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The named refusal, with its message completed where Instagram names the culprit. */
export function refuse(name: ErrorName, message?: string): Refusal {
  const [status, type, code, subcode, text]: Row = ERRORS[name];
  return new Refusal(status, {
    message: message ?? text,
    type,
    code,
    ...(subcode ? { error_subcode: subcode } : {}),
    ...(code === 2 || code === 4 ? { is_transient: true } : {}),
  });
}

export function missing(node: string, method = "GET") {
  return refuse(
    "object_missing",
    `Unsupported ${method.toLowerCase()} request. Object with ID '${node}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  );
}

export function unsupported(method: string): Refusal {
  if (method === "POST") return refuse("unsupported_post");
  return refuse(method === "DELETE" ? "unsupported_delete" : "unsupported_get");
}

/** Status, body and headers of a Graph error as captured (facts 5), in the chosen language. */
export function errorAnswer(refusal: Refusal, language: string): Answer {
  const message = translated(refusal.body, language);
  return {
    status: refusal.status,
    headers: {
      "Content-Type": "application/json; charset=UTF-8",
      "www-authenticate": `OAuth "Facebook Platform" "${refusal.body.code === 190 ? "invalid_token" : "invalid_request"}" "${message.replace(/[^\x20-\x7e]|["\\]/g, "?")}"`,
      ...refusal.headers,
    },
    body: metaJson({ error: { ...refusal.body, message, fbtrace_id: traceId() } }),
  };
}

const TRANSLATIONS: Record<string, Record<string, string>> = {
  pt: {
    "10/2534022": "Essa mensagem foi enviada fora do período permitido.",
    "100/2534014": "Não foi possível encontrar o usuário solicitado.",
    "190/0": "Erro ao validar o token de acesso: a sessão expirou.",
    "": "Ocorreu um erro ao processar a solicitação.",
  },
  de: {
    "10/2534022": "Diese Nachricht wurde außerhalb des zulässigen Zeitfensters gesendet.",
    "100/2534014": "Der angeforderte Nutzer wurde nicht gefunden.",
    "190/0": "Fehler beim Überprüfen des Zugriffsschlüssels: Die Sitzung ist abgelaufen.",
    "": "Bei der Verarbeitung der Anfrage ist ein Fehler aufgetreten.",
  },
};

function translated(body: ErrorBody, language: string): string {
  const words = TRANSLATIONS[language];
  if (!words) return body.message;
  return words[`${body.code}/${body.error_subcode ?? 0}`] ?? words[""] ?? body.message;
}
