import { drawAnew, type EncodedImage, type OpenedImage, UnreadableImageError } from "./safe-image.ts";

/**
 * An image as it goes out: upright and with nothing in it but its pixels, so that nobody sends along where a photo was taken.
 * It keeps its format. A JPEG that grew beyond `maxBytes` is drawn once more, a little coarser.
 */
export async function redrawImage(path: string, mimeType: string, maxBytes: number): Promise<EncodedImage> {
  if (mimeType === "image/gif") return drawAnew(path, (opened) => whole(opened).gif());
  if (mimeType === "image/png") {
    return drawAnew(path, ({ image }) => image.autoOrient().png({ compressionLevel: 8 }), { mayMove: false });
  }
  const fine = await drawAnew(path, jpegOf(90));
  return fine.bytes.byteLength <= maxBytes ? fine : drawAnew(path, jpegOf(78));
}

function jpegOf(quality: number) {
  return ({ image }: OpenedImage) => image.autoOrient().jpeg({ quality });
}

/** One picture of an animation is not what its sender meant. */
function whole({ image, frames, isAnimated }: OpenedImage) {
  if (frames > 1 && !isAnimated) throw new UnreadableImageError("The animation has too many pixels.");
  return image;
}
