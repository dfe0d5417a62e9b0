/** The SQLSTATE of a database error, wherever the layers above have put it; null for anything else. */
export function sqlState(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as Error & { code?: unknown }).code;
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) return code;
  }
  return null;
}

/** Data, constraint, serialisation and limit errors: the statement is at fault, not the connection. */
export function isStatementError(error: unknown): boolean {
  return /^(22|23|40|54)/.test(sqlState(error) ?? "");
}
