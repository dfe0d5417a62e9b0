/** A batch of 1000 updates has 2 to 4 MB. */
const MAX_BYTES = 10 * 1024 * 1024;
/** All bodies held at once, so that a flood of large ones costs a bounded amount of memory. */
const MAX_BYTES_IN_FLIGHT = 48 * 1024 * 1024;

/** A refused body is read on up to here, so that its sender gets to read the refusal instead of a broken connection. */
const MAX_BYTES_DISCARDED = 64 * 1024 * 1024;

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

  let chunks: Uint8Array[] = [];
  let refusal: number | null = null;
  let discarded = 0;
  try {
    for await (const chunk of request.body ?? []) {
      if (refusal) {
        discarded += chunk.byteLength;
        if (discarded > MAX_BYTES_DISCARDED) break;
        continue;
      }
      held += chunk.byteLength;
      bytesInFlight += chunk.byteLength;
      if (held > MAX_BYTES) refusal = 413;
      else if (bytesInFlight > MAX_BYTES_IN_FLIGHT) refusal = 503;
      chunks.push(chunk);
      if (!refusal) continue;
      chunks = [];
      release();
    }
  } catch {
    return refuse(400);
  }
  return refusal ? refuse(refusal) : { body: Buffer.concat(chunks), refusal, release };
}
