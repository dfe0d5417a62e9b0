import { readFileSync } from "node:fs";
import sharp from "sharp";

/** Draws the icons in `public/` from `public/icon.svg`; run by hand when the sign changes. */
const svg = readFileSync("public/icon.svg", "utf8");
/** Without round corners, for systems that cut icons to their own shape; `scale` keeps the sign within what they leave. */
const square = (scale) => {
  const sign = svg.slice(svg.indexOf("<path"), svg.lastIndexOf("</svg>"));
  const margin = 16 * (1 - scale);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#5548d9"/>
    <g transform="translate(${margin} ${margin}) scale(${scale})">${sign}</g></svg>`;
};

const draw = (drawing, size, name) =>
  sharp(Buffer.from(drawing), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9 })
    .toFile(`public/${name}`);
await draw(svg, 192, "icon-192.png");
await draw(svg, 512, "icon-512.png");
await draw(square(1), 512, "icon-maskable-512.png");
await draw(square(1.1), 180, "icon-180.png");
