/** A batch of 1000 updates has 2 to 4 MB. */
const MAX_BYTES = 10 * 1024 * 1024;
/** All bodies held at once, so that a flood of large ones costs a bounded amount of memory. */
const MAX_BYTES_IN_FLIGHT = 48 * 1024 * 1024;

let bytesInFlight = 0;

type Body = { body: Uint8Array; refusal: number | null; release: () => void };

/** Reads the raw bytes, refusing as early as it can: 415 for an encoding, 413 for too much, 503 while too much is in flight. */
export async function readBody(request: Request): Promise<Body> {
  let held = 0;
  const release = () => {
    bytesInFlight -= held;
    held = 0;
  };
  const refuse = (refusal: number): Body => {
    release();
    return { body: new Uint8Array(), refusal, release };
  };

  if (request.headers.has("content-encoding")) return refuse(415);
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > MAX_BYTES) return refuse(413);
  if (bytesInFlight + announced > MAX_BYTES_IN_FLIGHT) return refuse(503);

  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of request.body ?? []) {
      held += chunk.byteLength;
      bytesInFlight += chunk.byteLength;
      if (held > MAX_BYTES) return refuse(413);
      if (bytesInFlight > MAX_BYTES_IN_FLIGHT) return refuse(503);
      chunks.push(chunk);
    }
  } catch {
    return refuse(400);
  }
  return { body: Buffer.concat(chunks), refusal: null, release };
}
