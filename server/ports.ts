import { createServer } from "node:net";

/** Whether nobody listens there yet. Rejects when this process may not listen there at all, or `host` is none of ours. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return listen(port, host).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return false;
      throw error;
    },
  );
}

/** `preferred` when it is free, else one the system picks. */
export async function freePort(preferred?: number, host = "127.0.0.1"): Promise<number> {
  if (preferred && preferred <= 65535 && (await isPortFree(preferred, host))) return preferred;
  return listen(0, host);
}

function listen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : port));
    });
  });
}
