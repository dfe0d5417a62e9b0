import { openLinkedUpload } from "#lib/media/uploads.ts";
import { answerPublicly } from "../../media/answer.ts";

/** One file of ours for whoever holds its signed link, which Instagram does for an hour; everything else is 404. */
export function GET(request: Request) {
  return answerPublicly(request, () => openLinkedUpload(request.url));
}

export const HEAD = GET;
