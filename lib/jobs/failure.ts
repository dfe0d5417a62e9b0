const NAME = /^\w{0,60}Error$/;
const CODE = /^[\w.-]{1,40}$/;
const FAILURE = /^\w{0,60}Error( [\w.-]{1,40})?$/;

/**
 * What the queue may keep of why a job failed: the error's class and code. The queue stores the message of what is thrown, and a
 * driver's message repeats the values of its statement, and so what people wrote.
 */
export function failureOf(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("Error");
  const { name, stack } = error;
  const code = codeOf(error);
  const kind = NAME.test(name) ? name : "Error";
  return Object.assign(new Error(code === null ? kind : `${kind} ${code}`), { name, stack, code });
}

/** What `failureOf` wrote; null for any other message, such as an older version's. */
export function errorIn(message: string | null): string | null {
  return message !== null && FAILURE.test(message) ? message : null;
}

/** The first code on the way down to the cause. */
function codeOf(error: Error): string | number | null {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as Error & { code?: unknown };
    if (Number.isSafeInteger(code) || (typeof code === "string" && CODE.test(code))) return code as string | number;
  }
  return null;
}
