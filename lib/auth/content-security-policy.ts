/**
 * Scripts only with the request's nonce. `style-src-attr` allows what React writes as `style={…}`, which no nonce can
 * cover; style elements need the nonce, or the hash of a library that adds its own at run time.
 */
export function contentSecurityPolicy(
  nonce: string,
  { formTargets, isDev }: { formTargets: string[]; isDev: boolean },
) {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' '${SONNER_STYLE_HASH}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    `form-action ${["'self'", ...formTargets].join(" ")}`,
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The style element that sonner inserts; a test compares it with the installed package. */
export const SONNER_STYLE_HASH = "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=";
