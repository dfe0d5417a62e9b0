import type { Upload } from "./claim-uploads.ts";

/** What a browser learns of a file it brought. */
export function presentUpload({ id, type, mimeType, sizeBytes, width, height, name }: Upload) {
  return { id, type, mimeType, sizeBytes, width, height, name };
}
