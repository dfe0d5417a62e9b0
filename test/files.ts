/**
 * Gives a test file a folder of its own for files, and files to bring. Import it before anything that reads the settings.
 */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import sharp from "sharp";
import { afterAll } from "vitest";
import { env } from "#lib/env.ts";
import { wipeMetadata } from "#lib/files/wipe-metadata.ts";
import type { Author } from "#lib/inbox/author.ts";

export const dataDir = await mkdtemp(join(tmpdir(), "antwort-files-"));
process.env.DATA_DIR = dataDir;
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** A film and a voice note with nothing in them but pictures and sound, so that they go out as they are. */
export const film = clean("simulator/assets/clip.mp4");
export const voice = clean("simulator/assets/voice.m4a");
export const animation = readFileSync("simulator/assets/wave.gif");
export const pdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/** A photo as a telephone takes it: lying on its side, with the place and the camera in it. */
export function photo({ width = 60, height = 40 } = {}): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: "#8a5a2b" } })
    .jpeg()
    .withExif({
      IFD0: { Make: "Antwort Camera" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "52/1 31/1 12/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "13/1 24/1 18/1",
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

function clean(path: string): Buffer {
  const bytes = readFileSync(path);
  wipeMetadata(bytes);
  return bytes;
}

export async function* streamOf(...chunks: Uint8Array[]) {
  yield* chunks;
}

export async function bring(author: Author, bytes: Uint8Array, name = "file") {
  const { receiveUpload } = await import("#lib/files/uploads.ts");
  return receiveUpload(author, { content: streamOf(bytes), name });
}

/** Our public door for files, listening where APP_URL says, so that the simulator fetches as Instagram would. */
export async function listenForInstagram(): Promise<void> {
  const { GET, PUT } = await import("#app/api/files/[file]/route.ts");
  const server = createServer(async (request, response) => {
    const address = `${env().APP_URL}${request.url}`;
    const body = { method: "PUT", body: Readable.toWeb(request), duplex: "half" } as unknown as RequestInit;
    const answer = request.method === "PUT" ? await PUT(new Request(address, body)) : await GET(new Request(address));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body) Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  env().APP_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  afterAll(() => server.close());
}
