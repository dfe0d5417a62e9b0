import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["node_modules/**", ".next/**", "e2e/**"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    setupFiles: ["./test/settings.ts"],
    globalSetup: ["./test/global-setup.ts"],
  },
});
