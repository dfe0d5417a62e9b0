import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wipeRiff } from "./wipe-riff.ts";
import { wipeWebm } from "./wipe-webm.ts";

const PLACE = "52.5200N Camera One";
const SOUND = Buffer.from("sound and pictures");

const chunk = (id: string, ...parts: (Buffer | string)[]) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part as string, "latin1")));
  const head = Buffer.alloc(8);
  head.write(id, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
};
const element = (id: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(id, "hex"), Buffer.from([0x40 + (body.length >> 8), body.length & 255]), body]);
};
const place = Buffer.from(PLACE);

const wav = chunk(
  "RIFF",
  "WAVE",
  chunk("bext", PLACE),
  chunk("fmt ", "16 bytes, say ..."),
  chunk("LIST", "INFO", chunk("IART", PLACE)),
  chunk("data", SOUND),
  chunk("id3 ", PLACE),
  chunk("_PMX", PLACE),
);
const avi = Buffer.concat([
  chunk(
    "RIFF",
    "AVI ",
    chunk(
      "LIST",
      "hdrl",
      chunk("avih", "head"),
      chunk("IDIT", PLACE),
      chunk("LIST", "strl", chunk("strh", "s"), chunk("strd", PLACE)),
    ),
    chunk("LIST", "INFO", chunk("ISFT", PLACE)),
    chunk("LIST", "movi", chunk("00dc", SOUND)),
    chunk("idx1", "index"),
  ),
  chunk("RIFF", "AVIX", chunk("LIST", "movi", chunk("00dc", SOUND)), chunk("exif", PLACE)),
]);
const webm = Buffer.concat([
  element("1a45dfa3", element("4282", Buffer.from("webm"))),
  Buffer.from("1853806701ffffffffffffff", "hex"),
  element("1549a966", element("2ad7b1", Buffer.from([1])), element("7ba9", place), element("4461", Buffer.alloc(8, 1))),
  element("1654ae6b", Buffer.from("tracks")),
  element("1254c367", place),
  element("1f43b675", element("a3", SOUND)),
  element("1941a469", place),
  element("1254c367"),
]);

describe.each([
  ["WAV", wav, wipeRiff, ["fmt ", "data"], 4],
  ["AVI", avi, wipeRiff, ["avih", "strh", "movi", "idx1"], 4],
  ["WebM", webm, wipeWebm, ["tracks", "webm"], 3],
] as const)("%s", (_, file, wipe, played, places) => {
  const wiped = Buffer.from(file);
  wipe(wiped);

  test("loses what it tells of the place and the camera, and nothing that is played", () => {
    expect(file.toString("latin1").split(PLACE)).toHaveLength(places + 1);
    expect(wiped.includes("Camera One")).toBe(false);
    expect(wiped.length).toBe(file.length);
    for (const part of [SOUND, ...played]) expect(wiped.indexOf(part)).toBe(file.indexOf(part));
    expect(wiped.lastIndexOf(SOUND)).toBe(file.lastIndexOf(SOUND));
  });

  test("twice changes nothing", () => {
    const again = Buffer.from(wiped);
    wipe(again);
    expect(again.equals(wiped)).toBe(true);
  });

  test("whatever becomes of its bytes, it ends, without an error and as long as it was", () => {
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(damage, fc.nat(file.length), fc.uint8Array({ maxLength: 64 }), (changes, cut, tail) => {
        const bytes = Buffer.concat([file.subarray(0, cut), tail]);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        const { length } = bytes;
        wipe(bytes);
        expect(bytes.length).toBe(length);
      }),
    );
  });
});

test("sound that was written while it was recorded, its size left open, stays whole", () => {
  const open = chunk("RIFF", "WAVE", chunk("fmt ", "form"), chunk("data"), chunk("LIST", "raw sound"));
  const wiped = Buffer.from(open);
  wipeRiff(wiped);
  expect(wiped.equals(open)).toBe(true);
});

test("a nest of lists without end takes neither time nor stack", () => {
  const nest = Buffer.alloc(12 * 100_000, Buffer.from("LIST\xff\xff\xff\x00hdrl", "latin1"));
  wipeRiff(nest);
  const elements = Buffer.alloc(5 * 100_000, Buffer.from("18538067ff", "hex"));
  wipeWebm(elements);
  expect(elements.length).toBe(500_000);
});
