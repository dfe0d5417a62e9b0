import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNextPath } from "./next-path.ts";

test.each([
  ["/inbox/1?view=mine", "/inbox/1?view=mine"],
  ["/settings/members", "/settings/members"],
  ["/inbox#x", "/inbox"],
  ["//evil.example", "/inbox"],
  ["/\\evil.example", "/inbox"],
  ["/\t/evil.example", "/inbox"],
  ["/..//evil.example", "/inbox"],
  ["https://evil.example/", "/inbox"],
  ["javascript:alert(1)", "/inbox"],
  ["evil.example", "/inbox"],
  ["/sign-in?next=/x", "/inbox"],
  ["/api/auth/signout", "/inbox"],
  [undefined, "/inbox"],
  [["/a", "/b"], "/inbox"],
  [`/${"a".repeat(3_000)}`, "/inbox"],
])("%j leads to %s", (given, expected) => {
  expect(safeNextPath(given)).toBe(expected);
});

test("whatever is given, the browser stays on our origin", () => {
  const nasty = fc.stringMatching(/^[/\\.@:?#%a\t\n\r ]{0,12}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webPath(),
        nasty.map((text) => `/${text}`),
      ),
      (given) => {
        const path = safeNextPath(given);
        expect(new URL(path, "https://own.example").origin).toBe("https://own.example");
        expect(path).not.toMatch(/^\/\/|[\r\n\t\\]/);
      },
    ),
  );
});
