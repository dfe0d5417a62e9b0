import { expect, test } from "vitest";
import { EVENT_NAMES } from "#lib/emit/events.ts";
import { answerApi } from "./answer.ts";
import { openApiDocument } from "./openapi.ts";
import { ROUTES } from "./routes.ts";

test("the document is open to all and describes every route once", async () => {
  const response = await answerApi(new Request("http://localhost:3000/api/v1/openapi.json"));
  expect(response.status).toBe(200);
  const document = (await response.json()) as ReturnType<typeof openApiDocument>;
  expect(document.openapi).toBe("3.1.0");
  const described = Object.entries(document.paths ?? {}).flatMap(([address, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${address}`),
  );
  expect(described.sort()).toEqual(ROUTES.map(({ method, address }) => `${method} ${address}`).sort());
  expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length);
});

test("every parameter in a path is described, and every reference leads somewhere", () => {
  const document = openApiDocument();
  for (const [address, operations] of Object.entries(document.paths ?? {})) {
    const named = [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    for (const operation of Object.values(
      operations as Record<string, { parameters?: { name: string; in: string }[] }>,
    )) {
      const described = (operation.parameters ?? []).filter((one) => one.in === "path").map(({ name }) => name);
      expect([address, described]).toEqual([address, named]);
    }
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(0);
  for (const [, name] of references) expect(document.components?.schemas).toHaveProperty(name ?? "");
});

test("every event is described as it is sent, and none that never comes", () => {
  const { webhooks = {} } = openApiDocument();
  expect(Object.keys(webhooks).sort()).toEqual([...EVENT_NAMES, "webhook.test"].sort());
  expect(webhooks["message.received"]?.post).toMatchObject({
    security: [],
    requestBody: {
      content: { "application/json": { schema: { properties: { event: { const: "message.received" } } } } },
    },
  });
});
