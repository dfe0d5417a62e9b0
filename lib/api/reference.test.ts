import { expect, test } from "vitest";
import { EVENT_NAMES } from "#lib/emit/events.ts";
import { describeApi, EVENTS_GROUP } from "./reference.ts";
import { ROUTES } from "./routes.ts";

const operations = describeApi().flatMap((group) => group.operations);
const find = (id: string) => operations.find((one) => one.id === id);

test("every route and every event is there, once", () => {
  const ids = [...ROUTES.map(({ operationId }) => operationId), ...EVENT_NAMES, "webhook.test"];
  expect(operations.map(({ id }) => id).sort()).toEqual(ids.sort());
  const events = describeApi().find(({ name }) => name === EVENTS_GROUP)?.operations ?? [];
  expect(events.every(({ method }) => method === null)).toBe(true);
});

test("fields say how deep they lie, of what type they are and what is needed", () => {
  const send = find("sendInboxMessage");
  expect(send).toMatchObject({ method: "POST", address: "/v1/inbox/conversations/{conversationId}/messages" });
  expect(send?.parts.map(({ kind }) => kind)).toEqual(["path", "header", "body", "form"]);
  const body = send?.parts.find(({ kind }) => kind === "body")?.fields ?? [];
  expect(body.find(({ name }) => name === "accountId")).toMatchObject({ depth: 0, type: "string", isRequired: true });
  expect(body.find(({ name }) => name === "attachmentType")).toMatchObject({
    type: '"image" | "video" | "audio" | "file"',
    isRequired: false,
  });
  expect(body.find(({ name, depth }) => name === "payload" && depth === 1)).toBeDefined();
  expect(body.map(({ name }) => name)).not.toContain("voiceNote");
});

test("answers name their fields, also those behind a reference or in a list", () => {
  const [ok] = find("listInboxConversations")?.answers ?? [];
  expect(ok).toMatchObject({ status: "200" });
  expect(ok?.fields.slice(0, 2)).toMatchObject([
    { name: "data", depth: 0, type: "object[]", isRequired: true },
    { name: "id", depth: 1, type: "string" },
  ]);
  expect(ok?.fields.find(({ name }) => name === "participantUsername")?.type).toBe("string | null");
  expect(find("sendInboxMessage")?.answers.map(({ status }) => status)).toContain("202");
});
