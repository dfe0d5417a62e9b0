import { z } from "zod";
import { signUploadLink } from "#lib/files/links.ts";
import { presignUpload } from "#lib/files/presign.ts";
import { capabilityOf, extensionOf, kindOf } from "#lib/instagram/capabilities.ts";
import { textField } from "./fields.ts";
import { readForm } from "./read-form.ts";
import { ApiRefusal, invalid } from "./refusal.ts";
import { apiRoute } from "./route.ts";
import { keepFile } from "./send-form.ts";
import { SIZES } from "./send-shape.ts";

const tag = "Media";

export const uploadMedia = apiRoute({
  method: "POST",
  address: "/v1/media/upload-direct",
  operationId: "uploadMediaDirect",
  summary: "Bring a file and get its address, to be sent as `attachmentUrl` within a day",
  tag,
  form: {
    schema: z.object({
      file: z.string().meta({ format: "binary", description: SIZES }),
      contentType: z.string().optional().meta({ description: "Without effect: the content tells what it is." }),
    }),
  },
  result: z.object({ url: z.string(), filename: z.string(), contentType: z.string(), size: z.int() }),
  async run({ key, request }) {
    const { file } = await readForm(request, (given) => keepFile(key, given));
    if (!file) throw invalid("Send the file in the field `file`.", "file");
    const { id, mimeType, sizeBytes } = file.upload;
    const filename = `${id}.${extensionOf(mimeType)}`;
    return { url: signUploadLink({ id, mimeType }), filename, contentType: mimeType, size: sizeBytes };
  },
});

/** Other names for what the table of capabilities holds. */
const NAMES = new Map([
  ["image/jpg", "image/jpeg"],
  ["video/avi", "video/x-msvideo"],
  ["video/x-m4v", "video/mp4"],
  ["audio/x-m4a", "audio/mp4"],
]);

export const presignMedia = apiRoute({
  method: "POST",
  address: "/v1/media/presign",
  operationId: "getMediaPresignedUrl",
  summary: "Get an address to PUT a file to, and the one it will have then",
  tag,
  body: z.object({
    filename: textField(300).min(1),
    contentType: textField(100).min(1),
    size: z.int().min(1).optional(),
  }),
  result: z.object({ uploadUrl: z.string(), publicUrl: z.string(), key: z.string(), expiresIn: z.int() }),
  async run({ key, body: { filename, contentType, size = 0 } }) {
    const given = contentType.toLowerCase();
    const mimeType = NAMES.get(given) ?? given;
    const kind = kindOf(mimeType);
    if (!kind) throw refuse(415, `Instagram takes no files of type ${given}.`, "file_type_unsupported", "contentType");
    const { maxBytes } = capabilityOf(kind);
    if (size > maxBytes) throw refuse(413, `Instagram takes at most ${maxBytes} bytes.`, "file_too_large", "size");
    return presignUpload(key, { name: filename, mimeType });
  },
});

function refuse(status: number, error: string, code: string, param: string): ApiRefusal {
  return new ApiRefusal(status, { error, type: "invalid_request_error", code, param });
}
