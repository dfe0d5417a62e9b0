/** Alive: says nothing about the database on purpose, or an outage there would get this process killed too. */
export function GET() {
  return Response.json({ status: "ok" }, { headers: { "cache-control": "no-store" } });
}
