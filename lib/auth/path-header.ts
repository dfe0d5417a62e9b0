/** The path of the page being rendered, told by the proxy; pages need it only to come back after signing in. */
export const PATH_HEADER = "x-antwort-path";
