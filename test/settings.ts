/** The settings every test starts from: complete, harmless, and leading nowhere. A test that needs another sets its own. */
const settings = {
  APP_URL: "http://localhost:3000",
  AUTH_SECRET: "a secret that only the tests share",
  ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString("base64"),
  DATABASE_URL: "postgres://nobody@127.0.0.1:1/import-test-database-first",
  INSTAGRAM_CLIENT_ID: "990000000000001",
  INSTAGRAM_CLIENT_SECRET: "the secret of the app in the tests",
  INSTAGRAM_APP_SECRETS: "the secret of the app in the tests",
  INSTAGRAM_REDIRECT_URI: "http://localhost:3000/api/instagram/callback",
  INSTAGRAM_WEBHOOK_VERIFY_TOKEN: "the verify token in the tests",
  INSTAGRAM_AUTHORIZE_URL: "http://127.0.0.1:1/oauth/authorize",
  INSTAGRAM_API_URL: "http://127.0.0.1:1",
  INSTAGRAM_GRAPH_URL: "http://127.0.0.1:1",
  LOG_LEVEL: "silent",
};

Object.assign(process.env, settings);
