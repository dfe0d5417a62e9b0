import { answerAuthRequest } from "#lib/auth/endpoint.ts";

export { answerAuthRequest as GET, answerAuthRequest as POST };
