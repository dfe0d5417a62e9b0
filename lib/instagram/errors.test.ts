import "#test/settings.ts";
import { readdirSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { classify, INSTAGRAM_ERROR_KEYS, InstagramError } from "./errors.ts";
import { readExchange, startServer } from "./fixtures/server.ts";
import { sendText } from "./messages.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
  process.env.INSTAGRAM_GRAPH_URL = server.url;
});
afterAll(() => server.stop());

const expected: Record<string, [kind: string, key: string]> = {
  "10-2534022-window": ["window_closed", "window_closed"],
  "10-2534022-window-localised": ["window_closed", "window_closed"],
  "100-2534014-user": ["wrong_person", "person_not_found"],
  "100-2534037-thread-owner": ["thread_owner", "other_app_owns_thread"],
  "100-2534025-comment": ["invalid", "comment_not_answerable"],
  "100-2534015-message-data": ["invalid", "message_invalid"],
  "100-2534029-blocked": ["restricted", "account_blocked"],
  "100-2018008-fetch": ["media_unfetchable", "media_unfetchable"],
  "100-2018047-type": ["invalid", "media_type_mismatch"],
  "100-2018109-size": ["invalid", "media_too_large"],
  "100-length": ["invalid", "request_invalid"],
  "100-33-object": ["invalid", "object_not_found"],
  "100-unsupported-request": ["app_problem", "app_lost_access"],
  "100-nonexisting-field": ["invalid", "request_invalid"],
  "803-alias": ["invalid", "object_not_found"],
  "2500-path": ["invalid", "request_invalid"],
  "9000001-deleted": ["gone", "message_gone"],
  "230-consent": ["consent_required", "consent_required"],
  "200-2534041-access-disabled": ["access_disabled", "message_access_disabled"],
  "200-permission": ["permission", "permission_missing"],
  "10-permission": ["permission", "permission_missing"],
  "10-1893063-restricted": ["restricted", "sending_restricted"],
  "3-capability": ["app_problem", "app_lacks_capability"],
  "551-unavailable": ["person_unavailable", "person_unavailable"],
  "613-rate": ["throttled", "rate_limit"],
  "4-app-rate": ["app_throttled", "app_rate_limit"],
  "80002-buc-rate": ["throttled", "rate_limit"],
  "1-unknown": ["unknown", "server_error"],
  "2-transient": ["unknown", "server_error"],
  "190-expired": ["reconnect", "token_expired"],
  "190-460-password": ["reconnect", "password_changed"],
  "190-458-removed": ["reconnect", "app_removed"],
  "190-invalid": ["reconnect", "token_expired"],
  "368-policy": ["restricted", "policy_block"],
};

const files = readdirSync(new URL("./fixtures/", import.meta.url)).flatMap(
  (file) => /^api\.error\.(.+)\.json$/.exec(file)?.[1] ?? [],
);

test("every recorded error has an expectation", () => {
  expect(Object.keys(expected).toSorted()).toEqual(files.toSorted());
});

test.each(files)("%s", async (name) => {
  const { answer, response } = readExchange(`api.error.${name}`);
  server.answers.push(answer);
  const error = await sendText("IGAA", "1", { recipientId: "2", text: "x" }).catch((thrown: unknown) => thrown);
  const recorded = (response.body as { error: { code: number; error_subcode?: number; fbtrace_id: string } }).error;
  const [kind, key] = expected[name] ?? [];
  expect(error).toBeInstanceOf(InstagramError);
  expect(error).toMatchObject({
    kind,
    key,
    code: recorded.code,
    subcode: recorded.error_subcode ?? null,
    httpStatus: response.status,
    traceId: recorded.fbtrace_id,
    retryable: ["throttled", "app_throttled", "media_unfetchable"].includes(kind ?? ""),
  });
});

describe("classify", () => {
  test.each([
    [1, null, "unknown"],
    [1, 99, "unknown"],
    [1, 1357046, "unknown"],
    [2, null, "unknown"],
    [1200, null, "unknown"],
    [null, null, "unknown"],
    [4, 1349210, "app_throttled"],
    [17, null, "throttled"],
    [32, null, "throttled"],
    [613, 2534040, "throttled"],
    [80000, null, "throttled"],
    [80014, 2446079, "throttled"],
    [81000, null, "unknown"],
    [10, 2018278, "window_closed"],
    [10, 2018065, "window_closed"],
    [10, 2018108, "person_unavailable"],
    [10, 424242, "permission"],
    [100, 2018001, "wrong_person"],
    [100, 2018294, "media_unfetchable"],
    [100, 2018074, "invalid"],
    [100, 424242, "invalid"],
    [102, null, "reconnect"],
    [190, 463, "reconnect"],
    [190, 424242, "reconnect"],
    [200, 1545041, "person_unavailable"],
    [551, 1545041, "person_unavailable"],
    [2022, null, "restricted"],
    [2018300, null, "thread_owner"],
    [2018171, null, "thread_owner"],
    [1609005, null, "gone"],
    [36103, null, "permission"],
  ])("%s/%s is %s", (code, subcode, kind) => {
    expect(classify(code, subcode).kind).toBe(kind);
  });

  test("a code outside the table is never permanent, whatever its subcode and words", () => {
    const inTable = new Set([
      1, 2, 3, 4, 10, 17, 32, 100, 102, 190, 200, 230, 368, 551, 613, 803, 1200, 2022, 2500, 36103,
    ]);
    const strange = fc.integer({ min: 1, max: 60_000 }).filter((code) => !inTable.has(code));
    fc.assert(
      fc.property(strange, fc.option(fc.constantFrom(33, 2534022, 2534014)), fc.string(), (code, subcode, message) => {
        expect(classify(code, subcode, message)).toEqual({ kind: "unknown", key: "unknown" });
      }),
    );
  });

  test("words decide nothing but the one refusal that has no other sign", () => {
    expect(classify(100, null, "Unsupported request - method type: post").kind).toBe("app_problem");
    expect(classify(100, 33, "Unsupported request - method type: post").kind).toBe("invalid");
    expect(classify(100, null, "Unsupported get request. Object with ID '1' does not exist").kind).toBe("invalid");
    expect(classify(999, null, "This message is sent outside of allowed window.").kind).toBe("unknown");
  });

  test("keys are listed once each", () => {
    expect(new Set(INSTAGRAM_ERROR_KEYS).size).toBe(INSTAGRAM_ERROR_KEYS.length);
    expect(INSTAGRAM_ERROR_KEYS).toContain("app_lost_access");
    for (const [, key] of Object.values(expected)) expect(INSTAGRAM_ERROR_KEYS).toContain(key);
  });
});
