import { z } from "zod";
import { apiRoute } from "./route.ts";

export const verifyAuth = apiRoute({
  method: "GET",
  address: "/v1/auth/verify",
  operationId: "verifyCredential",
  summary: "Whether the key is good",
  tag: "Keys",
  result: z.object({
    valid: z.literal(true),
    userId: z.string().meta({ description: "The workspace the key opens." }),
    name: z.string().meta({ description: "The key's name." }),
    email: z.null(),
    authType: z.literal("api_key"),
    scope: z.enum(["read", "read-write"]),
  }),
  run: async ({ key }) => ({
    valid: true as const,
    userId: key.workspaceId,
    name: key.name,
    email: null,
    authType: "api_key" as const,
    scope: key.permission,
  }),
});
