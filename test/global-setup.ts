import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "#server/postgres.ts";
import { readSdkTypes } from "./sdk-types.ts";
import { createTemplate } from "./template.ts";
import "./settings.ts";

/**
 * One database server for the whole run, thrown away after it; that is why it need not be durable. The SDK's types are read here
 * where they are not kept yet: it takes longer than a test may.
 */
export default async function setup(project: TestProject) {
  await readSdkTypes();
  const dataDir = mkdtempSync(join(tmpdir(), "antwort-test-"));
  const quick = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  // Tests start our programs a hundred times: what Node.js made of a file for one of them serves the next.
  process.env.NODE_COMPILE_CACHE = join(dataDir, "compiled");
  const server = await startPostgres(dataDir, randomBytes(12).toString("hex"), quick).catch((error) => {
    remove();
    throw error;
  });
  try {
    await createTemplate(server.url);
  } catch (error) {
    await server.stop("immediate");
    remove();
    throw error;
  }
  // A run that is cut short skips the teardown.
  const abandon = () => process.kill(server.pid(), "SIGQUIT");
  process.once("exit", abandon);
  project.provide("serverUrl", server.url);
  return async () => {
    process.off("exit", abandon);
    await server.stop("immediate");
    remove();
  };
}

declare module "vitest" {
  interface ProvidedContext {
    serverUrl: string;
  }
}
