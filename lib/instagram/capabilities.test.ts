import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  acceptedFiles,
  CAPABILITIES,
  capabilityOf,
  extensionOf,
  kindOf,
  MAX_UPLOAD_BYTES,
  sizeOf,
} from "./capabilities.ts";

const MIB = 1024 * 1024;

test("the document of the API says what the table says", () => {
  const rows = CAPABILITIES.map(({ kind, formats, maxBytes, maxAtOnce }) => {
    const types = formats.map(({ extension }) => extension).join(", ");
    return `| ${kind} | ${types} | ${maxBytes / MIB} MB | ${maxAtOnce} |`;
  });
  const table = ["| kind | types | at most | at once |", "| --- | --- | --- | --- |", ...rows].join("\n");
  expect(readFileSync("docs/api.md", "utf8")).toContain(table);
});

test.each(["en", "de"])("the refusal of a large file says what the table says, in %s", (locale) => {
  const { file_too_large } = JSON.parse(readFileSync(`lib/i18n/${locale}/errors.json`, "utf8"));
  const sizes = [...file_too_large.matchAll(/\d+ MB/g)].map(([size]) => size);
  expect(sizes).toEqual([sizeOf("image"), sizeOf("video")]);
  for (const kind of ["audio", "file"] as const) expect(sizeOf(kind)).toBe(sizeOf("video"));
});

test("the table is that of the facts", () => {
  expect(capabilityOf("image")).toMatchObject({ maxBytes: 8 * MIB, maxAtOnce: 10 });
  for (const kind of ["video", "audio", "file"] as const) {
    expect(capabilityOf(kind)).toMatchObject({ maxBytes: 25 * MIB, maxAtOnce: 1 });
  }
  expect(MAX_UPLOAD_BYTES).toBe(25 * MIB);
});

test("a type names its kind and its ending, and nothing else is taken", () => {
  for (const { kind, formats } of CAPABILITIES) {
    for (const { mimeType, extension } of formats) {
      expect([kindOf(mimeType), extensionOf(mimeType)]).toEqual([kind, extension]);
    }
  }
  for (const other of ["image/webp", "image/svg+xml", "text/html", "audio/mpeg", "audio/ogg", ""]) {
    expect([kindOf(other), extensionOf(other)]).toEqual([null, "bin"]);
  }
  expect(acceptedFiles().split(",")).toEqual(expect.arrayContaining(["image/jpeg", ".jpg", "application/pdf", ".pdf"]));
});
