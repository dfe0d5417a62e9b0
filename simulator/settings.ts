export type Settings = {
  port: number;
  host: string;
  stateFile: string | null;
  appId: string;
  appSecret: string;
  redirectUris: string[];
  webhookUrl: string | null;
  verifyToken: string;
  publicUrl: string | null;
};

/** Reads the simulator's own variables; all have defaults, so that it runs alone. Throws one sentence on a wrong value. */
export function settingsFrom(variables: Record<string, string | undefined>): Settings {
  return {
    port: port(variables.SIMULATOR_PORT),
    host: variables.SIMULATOR_HOST || "127.0.0.1",
    stateFile: variables.SIMULATOR_STATE || null,
    appId: variables.SIMULATOR_APP_ID || "1039482756610284",
    appSecret: variables.SIMULATOR_APP_SECRET || "5d1f0b7c9e2a4436b8c0d7e6f1a29384",
    redirectUris: list(variables.SIMULATOR_REDIRECT_URI),
    webhookUrl: variables.SIMULATOR_WEBHOOK_URL || null,
    verifyToken: variables.SIMULATOR_VERIFY_TOKEN || "simulator",
    publicUrl: variables.SIMULATOR_PUBLIC_URL?.replace(/\/+$/, "") || null,
  };
}

function port(value: string | undefined): number {
  const number = Number(value || 3001);
  if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
  throw new Error(`SIMULATOR_PORT is "${value}", which is not a port; give a number from 0 to 65535.`);
}

function list(value: string | undefined): string[] {
  return (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter(Boolean);
}
