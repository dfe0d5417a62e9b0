/** The process that draws: whatever a file does to it, it does to nobody else. It is given no secret, and ends with its parent. */
import sharp, { type Sharp, type SharpOptions } from "sharp";
import type { Answer, EncodedImage, Question, Shape } from "./shape.ts";

const MAX_PIXELS = 40_000_000;
const MAX_FRAMES = 400;
/** In bytes. V8 knows nothing of the memory of libvips, so we look ourselves; its threads leave this one free to. */
const maxMemory = Number(process.argv[2]);
const LOOK_MS = 10;
const LOADERS = ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"];

/** Only the loaders we mean to use: whatever a file pretends to be, nothing else ever reads it. */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
sharp.cache(false);

process.on("message", (question: Question) => void answer(question));
process.on("disconnect", die);
// Whoever ends the program from a terminal tells all its processes; a drawing under way may be finished.
process.on("SIGINT", () => undefined);
setInterval(() => process.memoryUsage.rss() > maxMemory && die(), LOOK_MS);
process.send?.("ready");

async function answer({ path, shape }: Question): Promise<void> {
  const drawn = await draw(path, shape).catch((error: Error) => ({ problem: error.message }));
  process.send?.({ ...drawn, memory: process.memoryUsage.rss() } satisfies Answer);
}

async function draw(path: string, { format, quality, size, motion }: Shape): Promise<EncodedImage> {
  const options: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: "error" };
  const { width, height, pages = 1 } = await sharp(path, options).metadata();
  if (width * height > MAX_PIXELS) throw new Error("The image has too many pixels.");
  const isSmall = pages <= MAX_FRAMES && width * height * pages <= MAX_PIXELS;
  if (motion === "whole" && !isSmall) throw new Error("The animation has too many pixels.");
  const animated = motion !== "still" && pages > 1 && isSmall;
  const image = sharp(path, { ...options, animated });
  const shaped = encode(resize(animated ? image : image.autoOrient(), size), { format, quality, animated });
  const { data, info } = await shaped.toBuffer({ resolveWithObject: true });
  return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
}

function resize(image: Sharp, size: Shape["size"]): Sharp {
  if (!size) return image;
  if ("square" in size) return image.resize({ width: size.square, height: size.square, fit: "cover" });
  return image.resize({ width: size.within, height: size.within, fit: "inside", withoutEnlargement: true });
}

type Encoding = Pick<Shape, "format" | "quality"> & { animated: boolean };

function encode(image: Sharp, { format, quality, animated }: Encoding): Sharp {
  if (format === "gif") return image.gif();
  if (format === "png") return image.png({ compressionLevel: 8 });
  if (format === "jpeg") return image.jpeg({ quality });
  return image.webp({ quality, effort: animated ? 0 : 3 });
}

/** Not `exit`, which would wait for the threads that draw. */
function die(): void {
  process.kill(process.pid, "SIGKILL");
}
