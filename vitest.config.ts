import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Real processes that are killed, and pauses that must pass: what waits most begins first, while the others use the processor. */
const LONG = /test\/faults\/|inbox\/reconcile|inbox\/send-machine|server\/postgres|cli\/main|backup\/backup/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

function isLong({ moduleId }: TestSpecification): boolean {
  return LONG.test(moduleId);
}

export default defineConfig({
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules/**", ".next/**", "e2e/**"],
    // As one file: every test file reads them anew, and as they come they are a few hundred files.
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            "drizzle-orm",
            "drizzle-orm/pg-core",
            "drizzle-orm/postgres-js",
            "zod",
            "zod-openapi",
            "undici",
            "cockatiel",
            "nodemailer",
          ],
        },
      },
    },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: "threads",
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    setupFiles: ["./test/settings.ts"],
    globalSetup: ["./test/global-setup.ts"],
  },
});
