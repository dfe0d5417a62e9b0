import "#test/database.ts";
import { describe, expect, test } from "vitest";
import { startS3 } from "#test/s3.ts";
import { createDiskStorage } from "./disk-storage.ts";
import { createS3Storage } from "./s3-storage.ts";
import type { Storage } from "./storage.ts";

const s3 = await startS3();

const storages: Record<string, () => Storage> = {
  "the disk": createDiskStorage,
  S3: () => createS3Storage(s3.settings),
};

describe.each(Object.entries(storages))("%s", (_, make) => {
  test("gives back what it was given, whole and in ranges, until it is deleted", async () => {
    const storage = make();
    const key = `copies/${Date.now()}`;
    await storage.put(key, chunks("hello ", "world"), facts(11));
    expect(await text(await storage.get(key))).toBe("hello world");
    expect(await text(await storage.get(key, { start: 6, end: 8 }))).toBe("wor");
    await storage.delete(key);
    await storage.delete(key);
    expect(await storage.get(key)).toBeNull();
  });

  test("keeps nothing of a file that comes short", async () => {
    const storage = make();
    await expect(storage.put("copies/short", chunks("half"), facts(8))).rejects.toThrow("8 bytes");
    expect(await storage.get("copies/short")).toBeNull();
  });
});

describe("a service that speaks S3", () => {
  const storage = createS3Storage(s3.settings);

  test("is asked again where it was busy, and not where it said no", async () => {
    s3.faults.push({ status: 503, code: "SlowDown" }, { status: 500, code: "InternalError" });
    await storage.put("copies/busy", chunks("here"), facts(4));
    expect(await text(await storage.get("copies/busy"))).toBe("here");

    s3.faults.push({ status: 403, code: "AccessDenied" });
    await expect(storage.get("copies/busy")).rejects.toMatchObject({ code: "AccessDenied" });
    expect(await text(await storage.get("copies/busy"))).toBe("here");
  });

  test("that knows no such bucket, or not our key, is no service without the file", async () => {
    await expect(createS3Storage({ ...s3.settings, bucket: "other" }).get("copies/x")).rejects.toMatchObject({
      code: "NoSuchBucket",
    });
    await expect(createS3Storage({ ...s3.settings, secretAccessKey: "old" }).get("copies/x")).rejects.toMatchObject({
      code: "SignatureDoesNotMatch",
    });
  });
});

test("the disk is left by no key", async () => {
  for (const key of ["../escape", "a/../../b", "/etc/passwd", "a//b", ""]) {
    await expect(createDiskStorage().get(key)).rejects.toThrow("no key");
  }
});

const facts = (sizeBytes: number) => ({ mimeType: "text/plain", sizeBytes });

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function text(stream: ReadableStream<Uint8Array> | null): Promise<string> {
  return stream ? await new Response(stream).text() : "nothing";
}
