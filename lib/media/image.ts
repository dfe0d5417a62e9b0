import { drawAnew, type EncodedImage, type Shape } from "#lib/files/safe-image.ts";
import { MediaError } from "./errors.ts";

const IMAGE: Shape = { format: "webp", quality: 82, size: { within: 2560 }, motion: "kept" };
const PICTURE: Shape = { format: "webp", quality: 82, size: { square: 128 }, motion: "still" };

/** A stranger's image drawn anew as WebP, upright, at most 2560 pixels a side, without metadata; an animation stays one. */
export function drawImage(path: string): Promise<EncodedImage> {
  return draw(path, IMAGE);
}

/** A profile picture: 128 pixels square, still. */
export function drawPicture(path: string): Promise<EncodedImage> {
  return draw(path, PICTURE);
}

async function draw(path: string, shape: Shape): Promise<EncodedImage> {
  try {
    return await drawAnew(path, shape);
  } catch (error) {
    throw new MediaError("refused", "The image cannot be read.", error);
  }
}
