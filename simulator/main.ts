import { startSimulator } from "./server.ts";
import { settingsFrom } from "./settings.ts";

try {
  const simulator = await startSimulator(settingsFrom(process.env));
  console.log(`Instagram simulator listening on ${simulator.url}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void simulator.close().finally(() => process.exit(0)));
  }
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const port = process.env.SIMULATOR_PORT || 3001;
  console.error(
    taken
      ? `Port ${port} is taken; set SIMULATOR_PORT to another one.`
      : error instanceof Error
        ? error.message
        : error,
  );
  process.exit(1);
}
