import { checkReadiness } from "#lib/readiness.ts";

export async function GET() {
  const { isReady, checks } = await checkReadiness();
  return Response.json(
    { status: isReady ? "ready" : "not_ready", checks },
    { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
