import { isSettingsHost } from "#lib/egress/exceptions.ts";

const MEDIA_HOST = /^(?:.+\.cdninstagram\.com|.+\.fbcdn\.net|lookaside\.fbsbx\.com|(?:i|media\d*)\.giphy\.com)$/;

/** Instagram's and Meta's CDNs, Giphy's media hosts (facts 2.5) and the hosts of the INSTAGRAM_*_URL settings. */
export function isMediaHost(url: URL): boolean {
  return isSettingsHost(url) || (url.protocol === "https:" && url.port === "" && MEDIA_HOST.test(url.hostname));
}
