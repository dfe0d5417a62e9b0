import { bulkhead } from "cockatiel";
import sharp, { type Sharp, type SharpOptions } from "sharp";
import { MediaError } from "./errors.ts";

export type EncodedImage = { bytes: Uint8Array; width: number; height: number };

const MAX_PIXELS = 40_000_000;
const MAX_FRAMES = 400;
const MAX_SIDE = 2560;
const PICTURE_SIDE = 128;
const DEADLINE_S = 10;
const LOADERS = ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"];

/** Only the loaders we mean to use: whatever a file pretends to be, nothing else ever reads it. */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: LOADERS });
sharp.cache(false);

/** Drawing takes threads that files and names are read with too, so it never gets all four of them. */
const drawing = bulkhead(2, Number.POSITIVE_INFINITY);

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

type Opened = { image: Sharp; isAnimated: boolean };

function draw(path: string, shape: (opened: Opened) => Sharp, { mayMove = true } = {}): Promise<EncodedImage> {
  return drawing.execute(async () => {
    try {
      const image = shape(await open(path, mayMove)).timeout({ seconds: DEADLINE_S });
      const { data, info } = await image.toBuffer({ resolveWithObject: true });
      return { bytes: data, width: info.width, height: info.pageHeight ?? info.height };
    } catch (error) {
      throw error instanceof MediaError ? error : new MediaError("refused", "The image cannot be read.", error);
    }
  });
}

async function open(path: string, mayMove: boolean): Promise<Opened> {
  const options: SharpOptions = { limitInputPixels: MAX_PIXELS, failOn: "error" };
  const { width, height, pages = 1 } = await sharp(path, options).metadata();
  if (width * height > MAX_PIXELS) throw new MediaError("refused", "The image has too many pixels.");
  const isAnimated = mayMove && pages > 1 && pages <= MAX_FRAMES && width * height * pages <= MAX_PIXELS;
  return { isAnimated, image: sharp(path, { ...options, animated: isAnimated }) };
}
