import { createConfig, lintFromString } from "@redocly/openapi-core";
import { expect, test } from "vitest";
import { openApiDocument } from "./openapi.ts";

test("the document passes a stock linter without an error or a warning", async () => {
  // The tests' own address is amiss here alone, and editing and deleting a message never succeed: Instagram cannot.
  const config = await createConfig({
    extends: ["recommended"],
    rules: { "no-server-example.com": "off", "operation-2xx-response": "off" },
  });
  const source = JSON.stringify(openApiDocument());
  const problems = await lintFromString({ source, config, absoluteRef: "openapi.json" });
  expect(
    problems.map(({ severity, ruleId, message, location }) => [severity, ruleId, message, location[0]?.pointer]),
  ).toEqual([]);
});
