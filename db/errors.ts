/** The SQLSTATE of a database error, wherever the layers above have put it; null for anything else. */
export function sqlState(error: unknown): string | null {
  return findCode(error, /^[0-9A-Z]{5}$/);
}

/** Data, constraint, serialisation and limit errors: the statement is at fault, not the connection. */
export function isStatementError(error: unknown): boolean {
  return /^(22|23|40|54)/.test(sqlState(error) ?? "");
}

const DRIVER_SAYS = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/;
const SYSTEM_SAYS =
  /^E(CONN(REFUSED|RESET|ABORTED)|PIPE|TIMEDOUT|HOST(UNREACH|DOWN)|NET(UNREACH|DOWN)|NOTFOUND|AI_AGAIN)$/;

/**
 * There was no connection, or it broke: a connection exception (08), a server that ends, starts or takes no more clients (57P0x,
 * 53300), or what driver and system say of a socket. The statement is not at fault, and may have taken effect.
 */
export function isConnectionError(error: unknown): boolean {
  const isServers = /^(08|57P0|53300)/.test(sqlState(error) ?? "");
  return isServers || [DRIVER_SAYS, SYSTEM_SAYS].some((shape) => findCode(error, shape) !== null);
}

function findCode(error: unknown, shape: RegExp): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = (cause as Error & { code?: unknown }).code;
    if (typeof code === "string" && shape.test(code)) return code;
  }
  return null;
}
