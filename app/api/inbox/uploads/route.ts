import { z } from "zod";
import { presentUpload } from "#lib/files/present-upload.ts";
import { receiveUpload } from "#lib/files/uploads.ts";
import { takeFileFromMember } from "#lib/json-door.ts";

const query = z.strictObject({ name: z.string().max(1_000).optional() });

/** Takes one file, as the body itself, and answers how it is called from now on; a refusal is 413, 415 or 400 with its code. */
export function POST(request: Request) {
  return takeFileFromMember(request, query, async (member, { name = null }) =>
    presentUpload(await receiveUpload(member, { content: request.body ?? nothing(), name })),
  );
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
