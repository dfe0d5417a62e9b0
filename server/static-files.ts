import { join } from "node:path";
import sirv from "sirv";

const PREFIX = "/_next/static";

/**
 * Serves what the build made, from the copies that were compressed beside it (scripts/compress.mjs): smaller than what could be
 * compressed while somebody waits, and no work at all. What is not there goes on to Next.
 */
export function staticFiles(root: string) {
  const serve = sirv(join(root, ".next", "static"), {
    brotli: true,
    gzip: true,
    immutable: true,
    maxAge: 365 * 24 * 60 * 60,
    setHeaders: (response) => response.setHeader("X-Content-Type-Options", "nosniff"),
  });
  return (...[request, response, next]: Parameters<typeof serve>) => {
    const { url = "", method = "" } = request;
    if (!url.startsWith(`${PREFIX}/`) || !["GET", "HEAD"].includes(method)) return next?.();
    request.url = url.slice(PREFIX.length);
    serve(request, response, () => {
      request.url = url;
      next?.();
    });
  };
}
