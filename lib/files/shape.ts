/** How an image is drawn anew, in words that can be told to another process. */
export type Shape = {
  format: "gif" | "jpeg" | "png" | "webp";
  /** 1 to 100, of JPEG and WebP. */
  quality?: number;
  /** At most so many pixels a side, or a square of just so many, cut from its middle. */
  size?: { within: number } | { square: number };
  /** An animation stays one unless it has too many pixels, then `whole` refuses it; `still`: one picture of it. */
  motion: "kept" | "whole" | "still";
};

export type EncodedImage = { bytes: Uint8Array; width: number; height: number };

export type Question = { path: string; shape: Shape };
/** `memory`: what the process holds afterwards, in bytes. */
export type Answer = (EncodedImage | { problem: string }) & { memory: number };
