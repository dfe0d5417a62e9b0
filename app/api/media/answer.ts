import { getMember } from "#lib/auth/session.ts";
import { NotFoundError } from "#lib/errors.ts";
import { MediaError, type MediaReason } from "#lib/media/errors.ts";
import type { Media } from "#lib/media/file.ts";
import type { Member } from "#lib/members/member.ts";
import { readRange } from "./range.ts";

/** A stranger made these bytes: whatever they are, the browser runs nothing of them. */
const HEADERS = {
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
  Vary: "Cookie",
};

const STATUSES: Record<MediaReason, number> = { gone: 410, refused: 415, unavailable: 503 };

/** Serves media to signed-in members: 401 without a session, 404 for what is not theirs or not there. */
export async function answerMedia(request: Request, open: (member: Member) => Promise<Media>): Promise<Response> {
  const member = await getMember();
  if (!member) return refuse(401);
  try {
    return await serve(request, await open(member));
  } catch (error) {
    if (error instanceof NotFoundError) return refuse(404);
    if (error instanceof MediaError) return refuse(STATUSES[error.reason]);
    throw error;
  }
}

/** The same for whoever holds a link that proves itself: programs, that is, so nothing about cookies or origins. */
export async function answerPublicly(request: Request, open: () => Promise<Media>): Promise<Response> {
  try {
    const response = await serve(request, await open());
    response.headers.delete("Cross-Origin-Resource-Policy");
    response.headers.set("X-Robots-Tag", "noindex");
    return response;
  } catch (error) {
    if (error instanceof NotFoundError) return refuse(404);
    if (error instanceof MediaError) return refuse(STATUSES[error.reason]);
    throw error;
  }
}

async function serve(request: Request, media: Media): Promise<Response> {
  const headers = new Headers({
    ...HEADERS,
    "Content-Type": media.contentType,
    "Content-Disposition": media.disposition,
    "Cache-Control": media.isKept ? "private, max-age=300" : "private, no-store",
    "Accept-Ranges": "bytes",
    ETag: media.etag,
  });
  if (request.headers.get("if-none-match")?.includes(media.etag)) return withoutBody(media, 304, headers);

  const range = readRange(request.headers, media);
  if (range === "unsatisfiable") {
    headers.set("Content-Range", `bytes */${media.sizeBytes}`);
    return withoutBody(media, 416, headers);
  }
  const { start, end } = range ?? { start: 0, end: media.sizeBytes - 1 };
  if (range) headers.set("Content-Range", `bytes ${start}-${end}/${media.sizeBytes}`);
  headers.set("Content-Length", String(end - start + 1));
  const status = range ? 206 : 200;
  if (request.method === "HEAD" || end < start) return withoutBody(media, status, headers);
  return new Response(await media.stream(start, end), { status, headers });
}

async function withoutBody(media: Media, status: number, headers: Headers): Promise<Response> {
  await media.close();
  return new Response(null, { status, headers });
}

function refuse(status: number): Response {
  const headers = { ...HEADERS, "Cache-Control": "private, no-store" };
  return new Response(null, { status, headers: status === 503 ? { ...headers, "Retry-After": "10" } : headers });
}
