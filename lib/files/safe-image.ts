import { bulkhead } from "cockatiel";
import sharp, { type Sharp, type SharpOptions } from "sharp";

export type EncodedImage = { bytes: Uint8Array; width: number; height: number };
export type OpenedImage = { image: Sharp; isAnimated: boolean; frames: number };

/** It is no image, or more than we draw. */
export class UnreadableImageError extends Error {}

const MAX_PIXELS = 40_000_000;
const MAX_FRAMES = 400;
const DEADLINE_S = 10;
const LOADERS = ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"];

/** Only the loaders we mean to use: whatever a file pretends to be, nothing else ever reads it. */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
sharp.cache(false);

/** Drawing takes threads that files and names are read with too, so it never gets all four of them. */
const drawing = bulkhead(2, Number.POSITIVE_INFINITY);

/**
 * A file somebody gave us, drawn anew, so that nothing but its pixels is left: no metadata, no second meaning. Bounded in
 * pixels, frames and time. Throws UnreadableImageError.
 */
export function drawAnew(
  path: string,
  shape: (opened: OpenedImage) => Sharp,
  { mayMove = true } = {},
): Promise<EncodedImage> {
  return drawing.execute(async () => {
    try {
      const image = shape(await open(path, mayMove)).timeout({ seconds: DEADLINE_S });
      const { data, info } = await image.toBuffer({ resolveWithObject: true });
      return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
    } catch (error) {
      if (error instanceof UnreadableImageError) throw error;
      throw new UnreadableImageError("The image cannot be read.", { cause: error });
    }
  });
}

async function open(path: string, mayMove: boolean): Promise<OpenedImage> {
  const options: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: "error" };
  const { width, height, pages = 1 } = await sharp(path, options).metadata();
  if (width * height > MAX_PIXELS) throw new UnreadableImageError("The image has too many pixels.");
  const isAnimated = mayMove && pages > 1 && pages <= MAX_FRAMES && width * height * pages <= MAX_PIXELS;
  return { isAnimated, frames: pages, image: sharp(path, { ...options, animated: isAnimated }) };
}
