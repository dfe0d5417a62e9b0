/** 303, so that whatever led here is followed by a GET. A path of ours stays relative: it holds under every name of this server. */
export function redirectTo(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
}
