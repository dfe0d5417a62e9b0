import { AppError, NotFoundError } from "#lib/errors.ts";
import { receivePresigned } from "#lib/files/presign.ts";
import { openLinkedUpload } from "#lib/media/uploads.ts";
import { answerPublicly } from "../../media/answer.ts";

/** One file of ours for whoever holds its signed link, which Instagram does for an hour; everything else is 404. */
export function GET(request: Request) {
  return answerPublicly(request, () => openLinkedUpload(request.url));
}

export const HEAD = GET;

const STATUSES: Partial<Record<AppError["code"], number>> = {
  conflict: 409,
  file_too_large: 413,
  file_type_unsupported: 415,
};

/** The file for which a program got this address; every other address is 404. */
export async function PUT(request: Request) {
  const headers = { "cache-control": "no-store" };
  try {
    await receivePresigned(request.url, request.body ?? nothing());
    return new Response(null, { status: 200, headers });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const status = error instanceof NotFoundError ? 404 : (STATUSES[error.code] ?? 400);
    return Response.json({ error: error.message, code: error.code }, { status, headers });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
