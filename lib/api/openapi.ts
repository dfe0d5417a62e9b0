import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { env } from "#lib/env.ts";
import { webhooksSection } from "./openapi-webhooks.ts";
import type { ApiRoute } from "./route.ts";
import { ROUTES } from "./routes.ts";

const TAGS: Record<string, string> = {
  Accounts: "Connected Instagram accounts and their health",
  Analytics: "How much was said, when, by whom, and how long customers waited",
  Connect: "Letting the owner of an Instagram account in",
  Contacts: "Customers, and what is known of them",
  Conversations: "Threads, one for each customer of an account",
  Keys: "Keys of this API",
  Logs: "What happened, without anybody's words",
  Media: "Files that are to be sent",
  Messages: "What customers and the business say",
  Webhooks: "Where events are delivered, and how that went",
  Workspace: "The workspace and its members",
};

let document: ReturnType<typeof createDocument> | undefined;

/** OpenAPI 3.1 of the whole API and of what is sent to webhooks, made from the schemas that validate and type both. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  document ??= createDocument({
    openapi: "3.1.0",
    info: {
      title: "Antwort",
      version: "1",
      description:
        "Instagram direct messages for programs, in the shapes of the `@zernio/node` SDK. Every request needs an API key: `Authorization: Bearer ak_live_…`. 600 requests a minute and key.",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: `${env().APP_URL}/api` }],
    security: [{ apiKey: [] }],
    tags: [...new Set(ROUTES.map(({ tag }) => tag))].map((name) => ({ name, description: TAGS[name] ?? name })),
    components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer" } } },
    paths: pathsOf(ROUTES),
    webhooks: webhooksSection(),
  });
  return document;
}

function pathsOf(routes: ApiRoute[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    paths[route.address] = { ...paths[route.address], [route.method.toLowerCase()]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: ApiRoute): ZodOpenApiOperationObject {
  const { operationId, summary, tag, path, query, body, form, result, also = {} } = route;
  const answers = Object.entries(also).map(([status, { description, schema }]) => [status, json(description, schema)]);
  const header = KEEPS_CLAIMS.includes(operationId) ? idempotencyHeader : undefined;
  return {
    operationId,
    summary,
    tags: [tag],
    requestParams: { ...(path && { path }), ...(query && { query }), ...(header && { header }) },
    ...(body || form ? { requestBody: { required: true, content: contentOf(route) } } : {}),
    responses: {
      ...(result instanceof z.ZodNever ? {} : { 200: json("Done", result) }),
      ...Object.fromEntries(answers),
      400: json("Refused; `platformError` holds Instagram's own figures", errorShape),
      401: json("No key, or not a live one", errorShape),
      403: json("The key may only read, or has no part in this", errorShape),
      ...(path ? { 404: json("Nothing of this id", errorShape) } : {}),
      429: json("Too many requests: wait as long as `Retry-After` says", errorShape),
    },
  };
}

function contentOf({ body, form }: ApiRoute) {
  return {
    ...(body ? { "application/json": { schema: body } } : {}),
    ...(form ? { "multipart/form-data": { schema: form.schema } } : {}),
  };
}

function json(description: string, schema: z.ZodType) {
  return { description, content: { "application/json": { schema } } };
}

const KEEPS_CLAIMS = ["sendInboxMessage", "createInboxConversation"];

const idempotencyHeader = z.object({
  "Idempotency-Key": z.string().max(255).optional().meta({
    description: "Same key and body: the first answer again. Other body: 422. Still running: 409. Kept for a day.",
  }),
});

const errorShape = z
  .object({
    error: z.string(),
    type: z.enum([
      "invalid_request_error",
      "authentication_error",
      "permission_error",
      "not_found",
      "rate_limit_error",
      "platform_error",
      "api_error",
    ]),
    code: z.string(),
    param: z.string().optional(),
    platform: z.literal("instagram").optional(),
    platformError: z.record(z.string(), z.unknown()).optional(),
    details: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Error" });
