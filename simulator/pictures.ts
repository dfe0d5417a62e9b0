import { type Pixel, png } from "./png.ts";

type Colour = [number, number, number];

/** Sample photos by name, made in code: title for people, and the picture itself. */
export const PICTURES: Record<string, { title: string; width: number; height: number; pixel: Pixel }> = {
  walnut: { title: "Walnut side table", width: 540, height: 675, pixel: table },
  lamp: { title: "Brass lamp", width: 540, height: 675, pixel: lamp },
  bowl: { title: "Blue bowl", width: 540, height: 675, pixel: bowl },
  lake: { title: "Evening at the lake", width: 720, height: 512, pixel: lake },
  plant: { title: "Window plant", width: 600, height: 600, pixel: plant },
  "logo-brass": { title: "Brass Moon Studio", width: 240, height: 240, pixel: moon },
  "logo-nord": { title: "Nordlicht Keramik", width: 240, height: 240, pixel: northernLight },
};

const cache = new Map<string, Buffer>();

/** The size of a sample photo or portrait, or null if there is none of that name. */
export function pictureSize(name: string): { width: number; height: number } | null {
  const spec = PICTURES[name];
  if (spec) return { width: spec.width, height: spec.height };
  return name.startsWith("face-") ? { width: 240, height: 240 } : null;
}

/** The PNG of a sample photo, or of a made-up portrait for any name that starts with `face-`. */
export function picture(name: string): Buffer | null {
  const known = cache.get(name);
  if (known) return known;
  const spec = PICTURES[name] ?? (name.startsWith("face-") ? { width: 240, height: 240, pixel: face(name) } : null);
  if (!spec) return null;
  const bytes = png(spec.width, spec.height, spec.pixel);
  cache.set(name, bytes);
  return bytes;
}

function mix(a: Colour, b: Colour, share: number): Colour {
  const t = Math.max(0, Math.min(1, share));
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t];
}

/** 1 inside a shape, 0 outside, soft over the edge; `distance` is negative inside. */
function inside(distance: number, soft = 0.004): number {
  return Math.max(0, Math.min(1, 0.5 - distance / soft));
}

const ellipse = (x: number, y: number, cx: number, cy: number, rx: number, ry: number) =>
  (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * Math.min(rx, ry);

const box = (x: number, y: number, left: number, top: number, right: number, bottom: number) =>
  Math.max(left - x, x - right, top - y, y - bottom);

function room(x: number, y: number, wall: Colour, floor: Colour): Colour {
  const light = Math.exp(-((x - 0.28) ** 2 + (y - 0.18) ** 2) * 3.2);
  const base = y < 0.72 ? mix(wall, [255, 250, 240], light * 0.55) : mix(floor, [60, 45, 35], (y - 0.72) * 0.8);
  return mix(base, [0, 0, 0], Math.abs(y - 0.72) < 0.003 ? 0.18 : 0);
}

function wood(x: number, y: number): Colour {
  const grain = Math.sin(y * 160 + Math.sin(x * 9) * 3) * 0.5 + Math.sin(x * 31 + y * 60) * 0.2;
  return mix([122, 78, 48], [88, 54, 33], 0.5 + grain * 0.4);
}

function table(x: number, y: number): Colour {
  let colour = room(x, y, [214, 205, 190], [176, 150, 122]);
  colour = mix(colour, [70, 52, 40], inside(ellipse(x, y, 0.52, 0.885, 0.33, 0.04), 0.06) * 0.5);
  for (const [top, bottom] of [
    [0.27, 0.23],
    [0.49, 0.5],
    [0.7, 0.77],
  ] as const) {
    const centre = top + (bottom - top) * ((y - 0.5) / 0.38);
    colour = mix(
      colour,
      mix(wood(y, x), [40, 24, 14], 0.25),
      inside(box(x, y, centre - 0.014, 0.5, centre + 0.014, 0.88)),
    );
  }
  colour = mix(colour, mix(wood(x, y), [30, 18, 10], 0.35), inside(ellipse(x, y, 0.49, 0.515, 0.34, 0.062)));
  colour = mix(colour, wood(x, y), inside(ellipse(x, y, 0.49, 0.5, 0.34, 0.06)));
  colour = mix(colour, [232, 226, 216], inside(ellipse(x, y, 0.56, 0.43, 0.055, 0.06)));
  return mix(colour, [92, 122, 88], inside(ellipse(x, y, 0.56 + Math.sin(y * 40) * 0.02, 0.31, 0.03, 0.1)));
}

function lamp(x: number, y: number): Colour {
  const glow = Math.exp(-((x - 0.5) ** 2 * 7 + (y - 0.44) ** 2 * 6));
  let colour: Colour = mix([38, 42, 58], [255, 208, 132], glow * 0.85);
  if (y > 0.8) colour = mix([64, 46, 36], [255, 200, 130], glow * 0.5);
  const brass = mix([170, 122, 54], [246, 214, 140], Math.max(0, 1 - Math.abs(x - 0.47) * 40));
  colour = mix(colour, brass, inside(box(x, y, 0.488, 0, 0.512, 0.3)));
  const shade = Math.max(Math.abs(x - 0.5) - (0.05 + (y - 0.28) * 0.85), 0.28 - y, y - 0.46);
  colour = mix(colour, mix([146, 98, 40], [250, 218, 148], Math.max(0, 1 - Math.abs(x - 0.43) * 6)), inside(shade));
  return mix(colour, [255, 246, 220], inside(ellipse(x, y, 0.5, 0.475, 0.075, 0.05), 0.02));
}

function bowl(x: number, y: number): Colour {
  let colour = room(x, y, [196, 208, 212], [150, 158, 160]);
  colour = mix(colour, [52, 60, 66], inside(ellipse(x, y, 0.52, 0.81, 0.3, 0.045), 0.07) * 0.5);
  const body = Math.max(ellipse(x, y, 0.5, 0.53, 0.31, 0.29), 0.53 - y);
  const glaze = mix(
    [34, 92, 140],
    [142, 200, 214],
    Math.exp(-((x - 0.36) ** 2) * 30) + Math.sin(x * 50 + y * 30) * 0.06,
  );
  colour = mix(colour, mix(glaze, [214, 200, 178], y > 0.735 ? 1 : 0), inside(body));
  colour = mix(colour, [208, 226, 228], inside(ellipse(x, y, 0.5, 0.53, 0.31, 0.062)));
  return mix(
    colour,
    mix([18, 58, 96], [70, 140, 176], (y - 0.49) * 12),
    inside(ellipse(x, y, 0.5, 0.535, 0.288, 0.05)),
  );
}

function lake(x: number, y: number): Colour {
  const sky = mix([58, 62, 120], [255, 176, 118], y * 1.75);
  let colour: Colour = mix(sky, [255, 236, 190], Math.exp(-((x - 0.64) ** 2 * 60 + (y - 0.47) ** 2 * 120)));
  const far = 0.47 - Math.abs(Math.sin(x * 5.1)) * 0.1 - Math.sin(x * 17) * 0.012;
  colour = mix(colour, [104, 86, 132], inside(far - y));
  const near = 0.53 - Math.abs(Math.sin(x * 3.3 + 1.1)) * 0.1 - Math.sin(x * 29) * 0.006;
  colour = mix(colour, [58, 52, 92], inside(near - y));
  if (y < 0.56) return colour;
  const wave = Math.sin(y * 190 + Math.sin(x * 22) * 2) * 0.1;
  const water = mix([226, 142, 116], [36, 44, 88], (y - 0.56) * 2.2 + wave);
  return mix(water, [255, 226, 176], Math.exp(-((x - 0.64) ** 2) * 110) * (0.55 + wave * 2));
}

function plant(x: number, y: number): Colour {
  let colour = room(x, y, [224, 222, 208], [190, 178, 160]);
  for (let leaf = 0; leaf < 9; leaf++) {
    const angle = -Math.PI / 2 + (leaf - 4) * 0.3;
    const [cx, cy] = [0.5 + Math.cos(angle) * 0.17, 0.5 + Math.sin(angle) * 0.2];
    const [dx, dy] = [x - cx, y - cy];
    const along = dx * Math.cos(angle) + dy * Math.sin(angle);
    const across = -dx * Math.sin(angle) + dy * Math.cos(angle);
    const green = mix([48, 104, 66], [132, 172, 96], 0.5 + across * 9 + (leaf % 3) * 0.12);
    colour = mix(colour, green, inside(ellipse(along, across, 0, 0, 0.17, 0.042)));
  }
  const pot = Math.max(Math.abs(x - 0.5) - (0.15 - (y - 0.56) * 0.2), 0.56 - y, y - 0.82);
  return mix(colour, mix([196, 110, 78], [150, 78, 54], (x - 0.36) * 3), inside(pot));
}

function moon(x: number, y: number): Colour {
  const gold = mix([248, 214, 138], [176, 122, 48], y);
  const crescent = Math.max(ellipse(x, y, 0.47, 0.5, 0.29, 0.29), -ellipse(x, y, 0.58, 0.45, 0.24, 0.24));
  return mix(mix([34, 38, 54], [62, 58, 82], x), gold, inside(crescent, 0.012));
}

function northernLight(x: number, y: number): Colour {
  const band = Math.exp(-((y - 0.42 - Math.sin(x * 6) * 0.12) ** 2) * 60);
  const second = Math.exp(-((y - 0.6 - Math.sin(x * 5 + 2) * 0.1) ** 2) * 90);
  return mix(mix([16, 28, 58], [92, 232, 186], band * 0.9), [150, 120, 232], second * 0.6);
}

function face(name: string): Pixel {
  let seed = 2166136261;
  for (const letter of name) seed = Math.imul(seed ^ letter.charCodeAt(0), 16777619) >>> 0;
  seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 0;
  const pick = <T>(from: T[], shift: number): T => from[(seed >>> shift) % from.length] as T;
  const skin = pick<Colour>(
    [
      [244, 208, 180],
      [226, 178, 142],
      [198, 142, 104],
      [148, 98, 68],
      [250, 220, 200],
    ],
    3,
  );
  const hair = pick<Colour>(
    [
      [54, 38, 30],
      [120, 74, 40],
      [196, 150, 88],
      [30, 28, 32],
      [148, 66, 42],
    ],
    7,
  );
  const shirt = pick<Colour>(
    [
      [70, 108, 156],
      [168, 84, 84],
      [92, 132, 104],
      [206, 168, 92],
      [112, 92, 148],
    ],
    11,
  );
  const back = pick<Colour>(
    [
      [250, 226, 204],
      [208, 226, 236],
      [222, 234, 212],
      [236, 216, 232],
      [244, 234, 200],
    ],
    15,
  );
  const long = name.includes("-long") || (!name.includes("-short") && (seed >>> 19) % 2 === 0);
  return (x, y) => {
    let colour = mix(back, [255, 255, 255], 0.3 - y * 0.4);
    if (long) colour = mix(colour, hair, inside(Math.max(ellipse(x, y, 0.5, 0.55, 0.26, 0.34), y - 0.8), 0.012));
    colour = mix(colour, shirt, inside(ellipse(x, y, 0.5, 1.02, 0.38, 0.27), 0.012));
    colour = mix(colour, mix(skin, [90, 50, 40], 0.18), inside(box(x, y, 0.43, 0.6, 0.57, 0.8), 0.012));
    colour = mix(colour, hair, inside(ellipse(x, y, 0.5, 0.4, 0.225, 0.235), 0.012));
    colour = mix(colour, skin, inside(ellipse(x, y, 0.5, 0.48, 0.18, 0.22), 0.012));
    const fringe = Math.max(ellipse(x, y, 0.5, 0.4, 0.215, 0.225), y - 0.34 - (x - 0.4) * 0.14);
    colour = mix(colour, hair, inside(fringe, 0.012));
    const eyes = Math.min(ellipse(x, y, 0.43, 0.48, 0.018, 0.022), ellipse(x, y, 0.57, 0.48, 0.018, 0.022));
    colour = mix(colour, [44, 34, 32], inside(eyes, 0.01));
    const smile = Math.max(Math.abs(Math.hypot(x - 0.5, y - 0.54) - 0.075) - 0.008, 0.575 - y);
    return mix(colour, [168, 78, 72], inside(smile, 0.01));
  };
}
