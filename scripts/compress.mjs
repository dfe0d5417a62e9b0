import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const COMPRESSIBLE = /\.(js|css|svg|json)$/;

/** Lays a `.br` and a `.gz` beside every text file under `folder`, as small as they get: done once, served often. */
export async function compressFiles(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => COMPRESSIBLE.test(path));
  await Promise.all(paths.map((path) => compressFile(join(folder, path))));
}

async function compressFile(path) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength };
  writeFileSync(`${path}.br`, await promisify(brotliCompress)(bytes, { params }));
  writeFileSync(`${path}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }));
}
