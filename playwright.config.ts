import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { findBrowser } from "./scripts/browser.mjs";
import { freePort } from "./server/ports.ts";

/**
 * One installation for the whole run: free ports, an empty DATA_DIR, the simulator, through the same entry as `npm start`.
 * The workers read this file again, so what is chosen here is handed to them in the environment: `E2E_PORT`,
 * `E2E_SIMULATOR_URL`, `E2E_CONSUMER_PORT`, `E2E_MAIL_PORT`, and `E2E_DATA_DIR`, whose `database.json` holds the database's address as `url`.
 */
process.env.E2E_PORT ??= String(await freePort());
process.env.E2E_SIMULATOR_PORT ??= String(await freePort());
process.env.E2E_CONSUMER_PORT ??= String(await freePort());
process.env.E2E_MAIL_PORT ??= String(await freePort());
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "antwort-e2e-"));
process.env.E2E_SIMULATOR_URL = `http://localhost:${process.env.E2E_SIMULATOR_PORT}`;

const baseURL = `http://localhost:${process.env.E2E_PORT}`;
const executablePath = findBrowser();
const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/post-office.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    locale: "en-US",
    // Traces cost a fifth of the processor; `--trace on` brings them where somebody looks for a fault.
    trace: "off",
    screenshot: "only-on-failure",
    // What hangs, as a browser that draws nothing any more, ends here and says at which act, long before its story's time is over.
    actionTimeout: 30_000,
    navigationTimeout: 30_000,
    launchOptions: { args, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: "newcomer", testMatch: "newcomer.spec.ts" },
    {
      name: "stories",
      testIgnore: ["newcomer.spec.ts", "pictures.spec.ts"],
      dependencies: ["newcomer"],
      use: { storageState: `${process.env.E2E_DATA_DIR}/admin-session.json` },
    },
    ...(process.env.PICTURES
      ? [
          {
            name: "pictures",
            testMatch: "pictures.spec.ts",
            expect: { timeout: 15_000 },
          },
        ]
      : []),
  ],
  webServer: {
    command: "node server/main.ts",
    url: `${baseURL}/api/ready`,
    timeout: 90_000,
    stdout: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ANTWORT_LAUNCHED: "1",
      LOG_LEVEL: process.env.E2E_LOG_LEVEL ?? "warn",
      PORT: process.env.E2E_PORT,
      SIMULATOR_PORT: process.env.E2E_SIMULATOR_PORT,
      EGRESS_ALLOW: `127.0.0.1:${process.env.E2E_CONSUMER_PORT}`,
      SMTP_URL: `smtp://127.0.0.1:${process.env.E2E_MAIL_PORT}`,
      MAIL_FROM: "Antwort <inbox@brassmoon.example>",
      DATA_DIR: process.env.E2E_DATA_DIR,
    },
  },
});
