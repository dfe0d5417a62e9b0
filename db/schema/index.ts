export * from "./accounts.ts";
export * from "./api.ts";
export * from "./auth.ts";
export * from "./changes.ts";
export * from "./completeness.ts";
export * from "./inbox.ts";
export type * from "./message-content.ts";
export * from "./webhooks.ts";
export * from "./workspaces.ts";
