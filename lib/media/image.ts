import { drawAnew, type EncodedImage, type OpenedImage } from "#lib/files/safe-image.ts";
import { MediaError } from "./errors.ts";

const MAX_SIDE = 2560;
const PICTURE_SIDE = 128;

/** A stranger's image drawn anew as WebP, upright, at most 2560 pixels a side, without metadata; an animation stays one. */
export function drawImage(path: string): Promise<EncodedImage> {
  return draw(path, ({ image, isAnimated }) =>
    (isAnimated ? image : image.autoOrient())
      .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: "inside", withoutEnlargement: true })
      .webp({ quality: 82, effort: isAnimated ? 0 : 3 }),
  );
}

/** A profile picture: 128 pixels square, still. */
export function drawPicture(path: string): Promise<EncodedImage> {
  return draw(
    path,
    ({ image }) =>
      image
        .autoOrient()
        .resize({ width: PICTURE_SIDE, height: PICTURE_SIDE, fit: "cover" })
        .webp({ quality: 82, effort: 3 }),
    { mayMove: false },
  );
}

async function draw(
  path: string,
  shape: (opened: OpenedImage) => OpenedImage["image"],
  options?: { mayMove: boolean },
): Promise<EncodedImage> {
  try {
    return await drawAnew(path, shape, options);
  } catch (error) {
    throw new MediaError("refused", "The image cannot be read.", error);
  }
}
