import { type Box, findBox, numberIn } from "./iso-boxes.ts";

type Place = { start: number; end: number };

/** Where in the file the samples of a track lie (ISO 14496-12, 8.7). What its tables leave open is left out. */
export function* samplePlaces(file: Buffer, track: Box): Generator<Place> {
  const table = findBox(file, track, "mdia", "minf", "stbl");
  if (!table) return;
  const [short, long] = [findBox(file, table, "stco"), findBox(file, table, "co64")];
  const chunks = short ?? long;
  const runs = findBox(file, table, "stsc");
  const sizeOf = sizesOf(file, table);
  if (!chunks || !runs || !sizeOf) return;

  const width = short ? 4 : 8;
  const count = Math.min(numberIn(file, chunks, 4), Math.floor((chunks.end - chunks.body - 8) / width));
  let run = 0;
  let sample = 0;
  for (let chunk = 0; chunk < count; chunk++) {
    // A run lasts until the chunk, counted from one, that the next one names.
    while (chunk + 1 >= (numberIn(file, runs, 8 + (run + 1) * 12) || Number.POSITIVE_INFINITY)) run++;
    const samples = numberIn(file, runs, 8 + run * 12 + 4);
    const start = Math.min(numberIn(file, chunks, 8 + chunk * width, short ? 4 : 8), file.length);
    yield { start, end: Math.min(start + sizeOf(sample, samples), file.length) };
    sample += samples;
  }
}

/** How many bytes some samples in a row have; those beyond the table have none. */
function sizesOf(file: Buffer, table: Box): ((first: number, count: number) => number) | null {
  const sizes = findBox(file, table, "stsz");
  if (!sizes) return null;
  const each = numberIn(file, sizes, 4);
  if (each > 0) return (_first, count) => each * count;
  const known = Math.floor((sizes.end - sizes.body - 12) / 4);
  return (first, count) => {
    let sum = 0;
    for (let index = first; index < Math.min(first + count, known); index++) {
      sum += numberIn(file, sizes, 12 + index * 4);
    }
    return sum;
  };
}
