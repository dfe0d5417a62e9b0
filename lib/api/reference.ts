import { openApiDocument } from "./openapi.ts";

/** One field of what is sent or answered; `depth` says how deep it lies in others. */
export type ReferenceField = { name: string; depth: number; type: string; isRequired: boolean; about: string };

export type ReferencePart = { kind: "path" | "query" | "header" | "body" | "form"; fields: ReferenceField[] };
export type ReferenceAnswer = { status: string; about: string; fields: ReferenceField[] };
export type ReferenceOperation = {
  id: string;
  /** Null for an event, which goes the other way. */
  method: string | null;
  /** The address below the API's own, or the event's name. */
  address: string;
  summary: string;
  parts: ReferencePart[];
  answers: ReferenceAnswer[];
};
export type ReferenceGroup = { name: string; about: string; operations: ReferenceOperation[] };

export const EVENTS_GROUP = "Events";

/** The OpenAPI document as people read it: groups of operations, and the events, each with its fields in a row. */
export function describeApi(): ReferenceGroup[] {
  const document = openApiDocument() as unknown as Document;
  const operations = entries(document.paths).flatMap(([address, methods]) =>
    entries(methods).map(([method, operation]) => ({
      tag: operation.tags[0],
      ...readOperation(address, method, operation),
    })),
  );
  const groups = document.tags.map(({ name, description }) => ({
    name,
    about: description,
    operations: operations.filter(({ tag }) => tag === name),
  }));
  const events = entries(document.webhooks).map(([event, { post }]) => readOperation(event, null, post));
  return [...groups, { name: EVENTS_GROUP, about: "What is sent to webhooks", operations: events }];
}

type Schema = {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
  description?: string;
  default?: unknown;
};
type Content = Record<string, { schema: Schema }>;
type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: {
    name: string;
    in: "path" | "query" | "header";
    required?: boolean;
    description?: string;
    schema: Schema;
  }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
};
type Document = {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
  components: { schemas: Record<string, Schema> };
};

function readOperation(address: string, method: string | null, operation: Operation): ReferenceOperation {
  const { operationId, summary, parameters = [], requestBody, responses } = operation;
  const named = (["path", "query", "header"] as const).map((kind) => ({
    kind,
    fields: parameters.filter((one) => one.in === kind).flatMap((one) => readField(one.name, one.schema, one, 0)),
  }));
  const sent = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => ({
    kind: type === "application/json" ? ("body" as const) : ("form" as const),
    fields: fieldsOf(schema, 0),
  }));
  const answers = Object.entries(responses).map(([status, { description, content }]) => ({
    status,
    about: description,
    fields: status < "3" && content ? fieldsOf(content["application/json"]?.schema ?? {}, 0) : [],
  }));
  return {
    id: operationId,
    method: method?.toUpperCase() ?? null,
    address,
    summary,
    parts: [...named, ...sent].filter(({ fields }) => fields.length > 0),
    answers,
  };
}

const MAX_DEPTH = 5;

/** The fields of an object, or of the objects in a list. */
function fieldsOf(given: Schema, depth: number): ReferenceField[] {
  const schema = objectIn(given);
  if (!schema?.properties || depth > MAX_DEPTH) return [];
  return Object.entries(schema.properties).flatMap(([name, field]) =>
    isRefused(field) ? [] : readField(name, field, { required: schema.required?.includes(name) }, depth),
  );
}

function readField(
  name: string,
  schema: Schema,
  about: { required?: boolean | undefined; description?: string | undefined },
  depth: number,
): ReferenceField[] {
  const { description = about.description ?? "" } = follow(schema);
  const own = { name, depth, type: typeOf(schema), isRequired: about.required ?? false, about: description };
  return [own, ...fieldsOf(schema, depth + 1)];
}

/** What is there to be refused in plain words only, such as another platform's field. */
function isRefused(schema: Schema): boolean {
  return "not" in schema;
}

/** The object a schema is about: itself, its items, or the one of several that is no null. */
function objectIn(given: Schema): Schema | undefined {
  const schema = follow(given);
  if (schema.properties) return schema;
  if (schema.items) return objectIn(schema.items);
  for (const one of schema.anyOf ?? schema.oneOf ?? []) {
    const found = objectIn(one);
    if (found) return found;
  }
  return undefined;
}

/** As TypeScript would write it. */
function typeOf(given: Schema): string {
  const schema = follow(given);
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return [...new Set(union.map(typeOf))].join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (Array.isArray(schema.type)) return schema.type.join(" | ");
  if (schema.type === "array") {
    const item = typeOf(schema.items ?? {});
    return item.includes(" ") ? `(${item})[]` : `${item}[]`;
  }
  return schema.type ?? "unknown";
}

function follow(schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const { components } = openApiDocument() as unknown as Document;
  const { $ref, ...beside } = schema;
  return { ...components.schemas[$ref.slice($ref.lastIndexOf("/") + 1)], ...beside };
}

function entries<Value>(record: Record<string, Value>): [string, Value][] {
  return Object.entries(record);
}
