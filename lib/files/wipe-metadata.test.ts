import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxesIn, findBox } from "./iso-boxes.ts";
import { wipeMetadata } from "./wipe-metadata.ts";

const film = readFileSync("simulator/assets/clip.mp4");
const PLACE = "+52.5200+013.4050/";
const SOUND = Buffer.from("sound-and-pictures");
const LOG = Buffer.from(`log ${PLACE}`);

describe("a film as a camera takes it", () => {
  const taken = recorded();
  const wiped = wipe(taken);

  test("loses where and when it was taken, and the camera's log", () => {
    expect(taken.toString("latin1").split(PLACE)).toHaveLength(7);
    expect(wiped.toString("latin1")).not.toMatch(/52\.5200|Camera One|gpmd/);
    const dates = findBox(wiped, whole(wiped), "moov", "mvhd");
    expect(wiped.readUInt32BE((dates?.body ?? 0) + 4)).toBe(0);
  });

  test("is otherwise byte for byte what it was", () => {
    expect(wiped.length).toBe(taken.length);
    for (const path of [["ftyp"], ["mdat"], ["moov", "trak"]]) {
      const [before, after] = [findBox(taken, whole(taken), ...path), findBox(wiped, whole(wiped), ...path)];
      expect(after).toEqual(before);
    }
    expect(wiped.indexOf(SOUND)).toBe(taken.indexOf(SOUND));
    expect(typesOf(wiped)).toEqual(["ftyp", "free", "mdat", "moov", "free"]);
  });

  test("twice changes nothing", () => {
    expect(wipe(wiped).equals(wiped)).toBe(true);
  });
});

test("sound and pictures of a real film stay where its tables look for them", () => {
  const wiped = wipe(film);
  const changed = [...film.keys()].filter((at) => film[at] !== wiped[at]);
  const movie = findBox(film, whole(film), "moov");
  const metadata = findBox(film, whole(film), "moov", "udta");
  expect(movie && metadata).toBeDefined();
  expect(changed.every((at) => at >= (metadata?.start ?? 0) && at < (metadata?.end ?? 0))).toBe(true);
  expect(changed.length).toBeGreaterThan(0);
});

test("a fragment's metadata goes, its samples stay", () => {
  const fragment = box("moof", box("mfhd", zeros(8)), box("traf", box("tfhd", zeros(8)), box("udta", PLACE)));
  const wiped = wipe(Buffer.concat([fragment, box("mdat", SOUND)]));
  expect(wiped.toString("latin1")).not.toContain(PLACE);
  expect(wiped.includes(SOUND)).toBe(true);
});

describe("whatever the bytes are", () => {
  test("it ends, without an error and with as many bytes", () => {
    const types = fc.constantFrom(
      "moov",
      "trak",
      "mdia",
      "minf",
      "stbl",
      "stsz",
      "stsc",
      "stco",
      "mvhd",
      "hdlr",
      "mdat",
    );
    const size = fc.oneof(fc.constantFrom(0, 1, 7, 8, 16, 0xffffffff), fc.nat(200));
    const heads = fc
      .array(fc.tuple(size, types, fc.uint8Array({ maxLength: 24 })), { maxLength: 30 })
      .map((all) =>
        Buffer.concat(all.map(([length, type, rest]) => Buffer.concat([number(length), Buffer.from(type), rest]))),
      );
    const anything = fc.oneof(heads, fc.uint8Array({ maxLength: 400 }).map(Buffer.from), cut(), altered());
    fc.assert(
      fc.property(anything, (bytes) => {
        const before = bytes.length;
        wipeMetadata(bytes);
        expect(bytes.length).toBe(before);
      }),
      { numRuns: 2_000 },
    );
  });

  test("a tree of boxes keeps its shape and what is played, and nothing else", () => {
    fc.assert(
      fc.property(fc.array(tree(3), { maxLength: 6 }), (roots) => {
        const bytes = Buffer.concat(roots);
        const wiped = wipe(bytes);
        expect(shapeOf(wiped).map(({ size }) => size)).toEqual(shapeOf(bytes).map(({ size }) => size));
        expect(wiped.toString("latin1")).not.toContain(PLACE);
        expect(wiped.toString("latin1").split("kept")).toHaveLength(bytes.toString("latin1").split("kept").length);
      }),
    );
  });

  test("tables that lie cost no time", () => {
    const chunks = Buffer.concat([zeros(4), number(200_000), zeros(800_000)]);
    const lying = track("meta", Buffer.concat([zeros(4), number(0x7fffffff), zeros(4)]), chunks);
    const file = box("moov", ...Array.from({ length: 8 }, () => lying));
    const began = performance.now();
    wipe(file);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("boxes within boxes without end do not exhaust the stack", () => {
    const depth = 100_000;
    const nested = Buffer.concat(Array.from({ length: depth }, (_, at) => head((depth - at) * 8, "trak")));
    expect(() => wipe(Buffer.concat([head(nested.length + 8, "moov"), nested]))).not.toThrow();
  });
});

function recorded(): Buffer {
  const start = box("ftyp", "qt  ");
  const before = box("uuid", zeros(16), `<x:xmpmeta>${PLACE}</x:xmpmeta>`);
  const media = box("mdat", SOUND, LOG);
  const soundAt = start.length + before.length + 8;
  const movie = box(
    "moov",
    box("mvhd", zeros(4), number(3_700_000_000), number(3_700_000_000), zeros(88)),
    track("vide", sizes(SOUND.length), places(soundAt), box("udta", box("\u00a9xyz", PLACE))),
    track("meta", sizes(LOG.length), places(soundAt + SOUND.length), box("gpmd", PLACE)),
    box("meta", box("keys", "com.apple.quicktime.location.ISO6709"), box("ilst", PLACE)),
    box("udta", box("\u00a9xyz", PLACE), box("\u00a9mak", "Camera One")),
  );
  return Buffer.concat([start, before, media, movie, box("free", "left over")]);
}

function track(handler: string, sizeTable: Buffer, chunkTable: Buffer, ...more: Buffer[]): Buffer {
  const runs = box("stsc", zeros(4), number(1), number(1), number(1), number(1));
  const table = box("stbl", box("stsz", sizeTable), runs, box("stco", chunkTable));
  return box("trak", box("mdia", box("hdlr", zeros(8), handler, zeros(12)), box("minf", table)), ...more);
}

function sizes(...all: number[]): Buffer {
  return Buffer.concat([zeros(8), number(all.length), ...all.map(number)]);
}

function places(...all: number[]): Buffer {
  return Buffer.concat([zeros(4), number(all.length), ...all.map(number)]);
}

/** What is played says "kept", everything else holds a place. */
function tree(depth: number): fc.Arbitrary<Buffer> {
  const lost = fc.constantFrom("udta", "meta", "uuid", "skip").map((type) => box(type, PLACE));
  const kept = fc.constantFrom("mdat", "mdat").map((type) => box(type, "kept"));
  const inner = (type: string, more: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
    fc.array(fc.oneof(lost, fc.constant(box("xxxx", "kept")), more), { maxLength: 4 }).map((all) => box(type, ...all));
  const media = inner("mdia", inner("minf", lost));
  return fc.oneof(
    { maxDepth: depth },
    kept,
    lost,
    inner("moov", inner("trak", media)),
    inner("moof", inner("traf", lost)),
  );
}

function shapeOf(bytes: Buffer, from = 0, to = bytes.length): { size: number }[] {
  return [...boxesIn(bytes, from, to)].flatMap((one) => [
    { size: one.end - one.start },
    ...(["moov", "trak", "mdia", "minf", "moof", "traf"].includes(one.type) ? shapeOf(bytes, one.body, one.end) : []),
  ]);
}

function cut(): fc.Arbitrary<Buffer> {
  const taken = recorded();
  return fc.nat(taken.length).map((length) => Buffer.from(taken.subarray(0, length)));
}

function altered(): fc.Arbitrary<Buffer> {
  const taken = recorded();
  return fc.array(fc.tuple(fc.nat(taken.length - 1), fc.nat(255)), { maxLength: 12 }).map((changes) => {
    const bytes = Buffer.from(taken);
    for (const [at, value] of changes) bytes[at] = value;
    return bytes;
  });
}

function wipe(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  wipeMetadata(copy);
  return copy;
}

function typesOf(bytes: Buffer): string[] {
  return [...boxesIn(bytes, 0, bytes.length)].map(({ type }) => type);
}

function whole({ length }: Buffer) {
  return { body: 0, end: length };
}

function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : part)));
  return Buffer.concat([head(body.length + 8, type), body]);
}

function head(size: number, type: string): Buffer {
  return Buffer.concat([number(size), Buffer.from(type, "latin1")]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function zeros(length: number): Buffer {
  return Buffer.alloc(length);
}
