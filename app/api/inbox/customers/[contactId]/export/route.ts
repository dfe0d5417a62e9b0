import { Readable } from "node:stream";
import { z } from "zod";
import { getMember } from "#lib/auth/session.ts";
import { EXPORT_FORMATS, exportContact } from "#lib/customers/export.ts";
import { AppError, NotFoundError } from "#lib/errors.ts";

type Context = { params: Promise<{ contactId: string }> };

const TYPES = { json: "application/json; charset=utf-8", csv: "text/csv; charset=utf-8" };

/** A file to keep: `?format=json` with everything, `csv` with the messages. */
export async function GET(request: Request, { params }: Context) {
  const member = await getMember();
  if (!member) return new Response(null, { status: 401 });
  const contactId = z.uuid().safeParse((await params).contactId);
  const format = z.enum(EXPORT_FORMATS).safeParse(new URL(request.url).searchParams.get("format") ?? "json");
  if (!format.success) return new Response(null, { status: 400 });
  if (!contactId.success) return new Response(null, { status: 404 });
  try {
    const { pieces, fileName } = await exportContact(member, { contactId: contactId.data, format: format.data });
    return new Response(Readable.toWeb(Readable.from(encoded(pieces))) as ReadableStream, {
      headers: {
        "content-type": TYPES[format.data],
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    if (error instanceof NotFoundError) return new Response(null, { status: 404 });
    if (error instanceof AppError)
      return new Response(error.message, { status: 429, headers: { "retry-after": "10" } });
    throw error;
  }
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
