import { readFileSync } from "node:fs";
import { PICTURES, picture, pictureSize } from "./pictures.ts";

export type Sample = { mime: string; name: string; bytes: Buffer; width?: number; height?: number };

/** A sample medium by name: photos and portraits, `clip`, `voice`, `wave` (GIF), `tone` (WAV), `plan` (PDF). */
export function sample(name: string): Sample | null {
  const known = cache.get(name);
  if (known) return known;
  const made = make(name);
  if (made) cache.set(name, made);
  return made;
}

/** The same without its bytes, since drawing takes a moment; `size` of a drawn picture is not known then. */
export function describeSample(name: string): (Omit<Sample, "bytes"> & { size: number }) | null {
  const drawn = pictureSize(name);
  if (drawn) return { mime: "image/png", name: `${name}.png`, size: 0, ...drawn };
  const made = sample(name);
  return made
    ? { mime: made.mime, name: made.name, size: made.bytes.length, width: made.width, height: made.height }
    : null;
}

export const PHOTOS = Object.entries(PICTURES)
  .filter(([name]) => !name.startsWith("logo-"))
  .map(([name, { title }]) => ({ name, title }));

const cache = new Map<string, Sample>();

function make(name: string): Sample | null {
  if (name === "clip") return { mime: "video/mp4", name: "clip.mp4", bytes: file("clip.mp4"), width: 240, height: 320 };
  if (name === "voice") return { mime: "audio/mp4", name: "voice.m4a", bytes: file("voice.m4a") };
  if (name === "wave") return { mime: "image/gif", name: "wave.gif", bytes: file("wave.gif"), width: 96, height: 96 };
  if (name === "tone") return { mime: "audio/wav", name: "tone.wav", bytes: tone() };
  if (name === "plan") return { mime: "application/pdf", name: "plan.pdf", bytes: plan() };
  const bytes = picture(name);
  return bytes ? { mime: "image/png", name: `${name}.png`, bytes, ...pictureSize(name) } : null;
}

function file(name: string): Buffer {
  return readFileSync(new URL(`assets/${name}`, import.meta.url));
}

function tone(): Buffer {
  const rate = 8000;
  const count = rate;
  const out = Buffer.alloc(44 + count * 2);
  out.write("RIFF", 0);
  out.writeUInt32LE(36 + count * 2, 4);
  out.write("WAVEfmt ", 8);
  out.writeUInt32LE(16, 16);
  out.writeUInt16LE(1, 20);
  out.writeUInt16LE(1, 22);
  out.writeUInt32LE(rate, 24);
  out.writeUInt32LE(rate * 2, 28);
  out.writeUInt16LE(2, 32);
  out.writeUInt16LE(16, 34);
  out.write("data", 36);
  out.writeUInt32LE(count * 2, 40);
  for (let i = 0; i < count; i++) out.writeInt16LE(Math.round(Math.sin((i / rate) * 2764) * 9000), 44 + i * 2);
  return out;
}

function plan(): Buffer {
  const drawing =
    "BT /F1 22 Tf 60 740 Td (Side table, plan 1:10) Tj ET 60 420 m 360 420 l S 90 420 m 80 250 l S 330 420 m 340 250 l S 210 420 m 210 250 l S";
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let out = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const at = out.length;
    out += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const start = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  out += offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
}
