import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Zernio } from "@zernio/node";
import { expect, test } from "vitest";
import { z } from "zod";
import { TABLE } from "#test/sdk-table.ts";
import { readSdkTypes, requestType } from "#test/sdk-types.ts";
import { findRoute } from "./find-route.ts";
import { refusalOf } from "./refusal.ts";
import { ROUTES } from "./routes.ts";

const sdk = new Zernio({ apiKey: "none" }) as unknown as Record<string, Record<string, unknown>>;

/** The SDK's parts that are about nothing but messaging here: the table names every method of theirs. */
const WHOLLY = ["apiKeys", "messages", "media", "contacts", "customfields", "inboxanalytics", "webhooks", "logs"];
const ALSO_WHOLLY = ["profiles", "users"];

test("the table in docs/api.md names every method there is, and none twice", () => {
  const named = TABLE.map(({ method }) => method);
  expect(new Set(named).size).toBe(named.length);
  for (const part of [...WHOLLY, ...ALSO_WHOLLY]) {
    const methods = Object.keys(sdk[part] ?? {}).map((method) => `${part}.${method}`);
    expect(named.filter((method) => method.startsWith(`${part}.`)).sort()).toEqual(methods.sort());
  }
  for (const method of named) {
    const [part = "", name = ""] = method.split(".");
    expect([method, typeof sdk[part]?.[name]]).toEqual([method, "function"]);
  }
});

test("the table and the routes are about the same operations", () => {
  const promised = TABLE.filter(({ status }) => status !== 404).map(({ operationId }) => operationId);
  expect(promised.sort()).toEqual(ROUTES.map(({ operationId }) => operationId).sort());
});

test("whatever else the SDK can ask for is answered with a plain 404", () => {
  const source = fileURLToPath(new URL("../../node_modules/@zernio/node/src/generated/sdk.gen.ts", import.meta.url));
  const operations = readFileSync(source, "utf8").split("export const ").slice(1);
  const known = new Set(ROUTES.map(({ operationId }) => operationId));
  const others = operations
    .map((text) => ({
      name: /^\w+/.exec(text)?.[0] ?? "",
      method: /\.(get|post|put|patch|delete)</.exec(text)?.[1] ?? "",
      address: /url: '([^']+)'/.exec(text)?.[1] ?? "",
    }))
    .filter(({ name, address }) => address !== "" && !known.has(name));
  expect(others.length).toBeGreaterThan(600);
  for (const { name, method, address } of others) {
    const example = address.replace(/\{\w+\}/g, "0198d0f2-6a3f-7c11-9f55-1d1f0c1c2b3a");
    expect([name, statusFor(method.toUpperCase(), example)]).toEqual([name, 404]);
  }
});

/** 200 where a route takes it; connecting other platforms is refused by the route itself. */
function statusFor(method: string, address: string): number {
  try {
    const { route, path } = findRoute(method, address);
    return route.path?.safeParse(path).success === false ? 404 : 200;
  } catch (error) {
    return refusalOf(error)?.status ?? 500;
  }
}

/** What the SDK can send and other platforms alone know: refused as unknown. */
const OF_OTHERS: Record<string, string[]> = {
  getConnectUrl: ["brandName", "language", "onboarding", "primaryColor", "signup"],
  updateAccount: ["xCapabilities"],
  createInboxConversation: [
    "templateLanguage",
    "templateParams",
    "templateButtonParams",
    "templateCards",
    "headerMedia",
    "headerLocation",
  ],
};

/** Bodies of what is always refused are not looked at. */
const NEVER = ["editInboxMessage", "createProfile", "updateProfile"];

test("every parameter and field the SDK can send is known by its name", async () => {
  const schemas = await readSdkTypes();
  for (const { operationId, query, body, form } of ROUTES) {
    if (NEVER.includes(operationId)) continue;
    const sent = fieldsOf(schemas[requestType(operationId)] as Schema);
    const taken = { query, body: body ?? form?.schema };
    for (const part of ["query", "body"] as const) {
      const schema = taken[part];
      const ours = schema ? Object.keys((z.toJSONSchema(schema, SHAPE) as Schema).properties ?? {}) : [];
      const missing = (sent[part] ?? []).filter((name) => !ours.includes(name));
      expect([operationId, part, missing]).toEqual([
        operationId,
        part,
        missing.filter((name) => isOfOthers(operationId, name)),
      ]);
    }
  }
});

const SHAPE = { io: "input", unrepresentable: "any" } as const;

function isOfOthers(operationId: string, name: string): boolean {
  return OF_OTHERS[operationId]?.includes(name) ?? false;
}

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  anyOf?: Schema[];
  allOf?: Schema[];
  definitions?: Record<string, Schema>;
};

/** The names in each part of what an operation is given, whichever of several shapes it has. */
function fieldsOf(root: Schema | undefined): Record<string, string[]> {
  if (!root) return {};
  const properties = (given: Schema | undefined): Record<string, Schema> => {
    if (!given) return {};
    const schema = given.$ref ? root.definitions?.[decodeURIComponent(given.$ref.split("/").at(-1) ?? "")] : given;
    const parts = [...(schema?.anyOf ?? []), ...(schema?.allOf ?? [])].map(properties);
    return Object.assign({}, schema?.properties, ...parts);
  };
  return Object.fromEntries(
    Object.entries(properties(root)).map(([part, schema]) => [part, Object.keys(properties(schema))]),
  );
}
