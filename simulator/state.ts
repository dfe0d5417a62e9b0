import type { FaultPlan } from "./faults.ts";

/** Everything that survives a restart. Times are milliseconds of simulator time; ids are strings. */
export type State = {
  clock_offset: number;
  public_url: string | null;
  last_micros: number;
  app: AppSwitches;
  webhooks: WebhookSwitches;
  accounts: Account[];
  customers: Customer[];
  threads: Thread[];
  comments: Comment[];
  codes: Code[];
  tokens: Token[];
  assets: Asset[];
  uploads: { id: string; account: string; asset: string; type: string }[];
  faults: FaultPlan[];
  outbox: Delivery[];
  held: Update[];
  sends: SendEntry[];
  calls: CallEntry[];
  fetches: { at: number; url: string; status: number | null; bytes: number; sha256: string | null; error?: string }[];
};

export type AppSwitches = {
  mode: "live" | "development";
  deactivated: boolean;
  human_agent: boolean;
  wrapped_exchange: boolean;
  wrapped_me: boolean;
  exchange_user_id_as_string: boolean;
  personal_accounts: "refuse" | "allow";
  error_language: "en" | "pt" | "de";
  long_lived_seconds: number;
  enforce_rate_limits: boolean;
  webhook_fields: string[] | null;
};

export type WebhookSwitches = {
  url: string | null;
  verify_token: string;
  verified: boolean;
  secret: string | null;
  hold: boolean;
  delay_ms: number;
  duplicate: number;
  drop: number;
  shuffle_ms: number;
  batch_ms: number;
  seed: number;
  timeout_ms: number;
  echo: "after" | "before" | "missing";
  echo_delay_ms: number;
  echo_duplicate: number;
  timestamps: "ms" | "seconds" | "string" | "string_seconds";
  envelope: "messaging" | "standby" | "changes";
  share_twins: boolean;
  stray_edit: boolean;
  retry_ms: number[];
};

export type Account = {
  user_id: string;
  id: string;
  self_id: string;
  username: string;
  name: string | null;
  account_type: "BUSINESS" | "MEDIA_CREATOR" | "PERSONAL";
  picture: string | null;
  followers_count: number;
  follows_count: number;
  media_count: number;
  tester: boolean;
  message_access: boolean;
  subscribed_fields: string[];
  ice_breakers: unknown[];
  persistent_menu: unknown[];
  posts: Post[];
  story: { id: string; asset: string };
};

export type Post = { id: string; kind: "post" | "reel"; title: string; asset: string };

/** One person; Instagram shows each business account another id (IGSID) of the same person. */
export type Customer = {
  igsid: string;
  igsids: Record<string, string>;
  username: string;
  name: string | null;
  picture: string | null;
  follower_count: number;
  is_verified_user: boolean;
  is_user_follow_business: boolean;
  is_business_follow_user: boolean;
  consented: string[];
  consents_always: boolean;
  unavailable: boolean;
};

export type Thread = {
  id: string;
  account: string;
  customer: string;
  last_inbound_at: number | null;
  updated_at: number;
  owner: "app" | "other";
  business_seen_mid: string | null;
  business_typing_until: number;
  messages: Message[];
};

export type Message = {
  mid: string;
  from: "customer" | "business";
  via: "customer" | "api" | "app";
  kind: string;
  at: number;
  text: string | null;
  attachments: Attachment[];
  reply_to:
    | { mid: string; is_self_reply?: boolean }
    | { story: { id: string; asset: string; link_sticker_url?: string } }
    | null;
  quick_replies?: { title: string; payload: string }[];
  extra?: Record<string, unknown>;
  reactions: { by: "customer" | "business"; emoji: string; reaction: string }[];
  is_unsupported: boolean;
  is_deleted: boolean;
  num_edit: number;
  read: boolean;
};

/** `asset` is one of ours; `url` is a foreign address; `payload` holds whatever else the type carries. */
export type Attachment = { type: string; asset?: string; url?: string; payload?: Record<string, unknown> };

export type Comment = {
  id: string;
  account: string;
  customer: string;
  media_id: string;
  text: string;
  at: number;
  live: boolean;
  replied: boolean;
};

export type Code = { code: string; account: string; redirect_uri: string; scopes: string[]; at: number; used: boolean };

export type Token = {
  token: string;
  account: string;
  kind: "short" | "long";
  issued_at: number;
  expires_at: number;
  scopes: string[];
  invalid: 458 | 459 | 460 | 463 | 464 | 467 | 492 | null;
};

export type Asset = {
  id: string;
  source: "sample" | "stored";
  sample?: string;
  mime: string;
  name: string;
  size: number;
  generation: number;
  width?: number;
  height?: number;
};

/** One update as Instagram counts them: what stands in `messaging`, `standby` or `changes` of one entry. */
export type Update = {
  account: string;
  lane: string;
  field: string;
  list: "messaging" | "standby" | "changes" | "flat";
  event: Record<string, unknown>;
};

export type Delivery = {
  id: string;
  lane: string;
  body: string;
  created_at: number;
  attempts: number;
  next_at: number;
  last: string | null;
  url?: string;
  headers?: Record<string, string>;
};

export type SendEntry = {
  n: number;
  received_at: number;
  bytes_read: number;
  body_sha: string;
  account: string | null;
  recipient: string | null;
  kind: string | null;
  text: string | null;
  accepted: boolean;
  mid: string | null;
  status: number | null;
  answer: unknown;
  fault: string | null;
};

export type CallEntry = {
  n: number;
  at: number;
  method: string;
  path: string;
  endpoint: string;
  account: string | null;
  token_sha: string | null;
  status: number | null;
  ms: number | null;
  fault: string | null;
};
