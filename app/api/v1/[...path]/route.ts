import { answerApi } from "#lib/api/answer.ts";

/** One door for the whole developer API: `lib/api/routes.ts` says what is behind it, and so does the OpenAPI document. */
export { answerApi as DELETE, answerApi as GET, answerApi as PATCH, answerApi as POST, answerApi as PUT };
