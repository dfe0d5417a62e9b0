/**
 * Scripts only with the request's nonce. `style-src-attr` allows what React writes as `style={…}`, which no nonce can
 * cover; style elements need the nonce, or the hash of a library that adds its own at run time.
 */
export function contentSecurityPolicy(
  nonce: string,
  { formTargets, isDev }: { formTargets: string[]; isDev: boolean },
) {
  const styleHashes = Object.values(STYLE_HASHES)
    .map((hash) => `'${hash}'`)
    .join(" ");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    "script-src-attr 'none'",
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}' ${styleHashes}`,
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

/**
 * What libraries insert as style elements at run time: sonner's (which it appends empty first) and that of radix's select.
 * A test compares them with the installed packages. Others take the nonce, see `StyleNonce`.
 */
export const STYLE_HASHES = {
  sonner: "sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY=",
  radixSelect: "sha256-441zG27rExd4/il+NvIqyL8zFx5XmyNQtE381kSkUJk=",
  empty: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
};
