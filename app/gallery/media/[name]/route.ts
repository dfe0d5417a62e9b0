import { readFile } from "node:fs/promises";
import { join } from "node:path";

const FILES: Record<string, string> = { "clip.mp4": "video/mp4", "voice.m4a": "audio/mp4", "wave.gif": "image/gif" };

/** Something to look at in the gallery, which has no Instagram behind it; for development alone. */
export async function GET(_: Request, { params }: { params: Promise<{ name: string }> }) {
  if (process.env.NODE_ENV !== "development") return new Response(null, { status: 404 });
  const { name } = await params;
  if (name === "photo.svg") return new Response(PHOTO, { headers: { "content-type": "image/svg+xml" } });
  const type = FILES[name];
  if (!type) return new Response(null, { status: 404 });
  const bytes = await readFile(join(process.cwd(), "simulator/assets", name));
  return new Response(new Uint8Array(bytes), { headers: { "content-type": type } });
}

const PHOTO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 500" width="400" height="500">
<defs><linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop stop-color="#e8c9a0"/><stop offset="1" stop-color="#8a5a3c"/></linearGradient></defs>
<rect width="400" height="500" fill="url(#wall)"/>
<rect y="400" width="400" height="100" fill="#3d2a20"/>
<rect x="70" y="250" width="260" height="26" rx="6" fill="#5b3a26"/>
<rect x="95" y="276" width="18" height="140" fill="#4a2f1f"/><rect x="287" y="276" width="18" height="140" fill="#4a2f1f"/>
<circle cx="200" cy="205" r="45" fill="#f4efe6"/><rect x="185" y="90" width="30" height="80" rx="15" fill="#7fa36b"/></svg>`;
