import { canBeFetched } from "#lib/instagram/outside.ts";
import type { Upload } from "./claim-uploads.ts";

/** What a browser learns of a file it brought; `warning` where Instagram could not fetch it from here. */
export function presentUpload({ id, type, mimeType, sizeBytes, width, height, name }: Upload) {
  const file = { id, type, mimeType, sizeBytes, width, height, name };
  return canBeFetched() ? file : { ...file, warning: "out_of_reach" as const };
}
