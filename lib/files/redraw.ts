import { drawAnew, type EncodedImage, type Shape } from "./safe-image.ts";

/** A member's own animation may take longer than a stranger's picture. */
const DEADLINE_MS = 10_000;
/** One picture of an animation is not what its sender meant, so that is sent whole or not at all. */
const GIF: Shape = { format: "gif", motion: "whole" };
const PNG: Shape = { format: "png", motion: "still" };
const FINE: Shape = { format: "jpeg", quality: 90, motion: "still" };
const COARSER: Shape = { format: "jpeg", quality: 78, motion: "still" };

/**
 * An image as it goes out: upright and with nothing in it but its pixels, so that nobody sends along where a photo was taken.
 * It keeps its format. A JPEG that grew beyond `maxBytes` is drawn once more, a little coarser.
 */
export async function redrawImage(path: string, mimeType: string, maxBytes: number): Promise<EncodedImage> {
  if (mimeType === "image/gif") return redraw(path, GIF);
  if (mimeType === "image/png") return redraw(path, PNG);
  const fine = await redraw(path, FINE);
  return fine.bytes.byteLength <= maxBytes ? fine : redraw(path, COARSER);
}

function redraw(path: string, shape: Shape): Promise<EncodedImage> {
  return drawAnew(path, shape, { deadlineMs: DEADLINE_MS });
}
