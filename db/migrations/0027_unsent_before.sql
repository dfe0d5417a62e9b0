-- What messages said that were unsent before their words went with them: out of their events, as `forgetUnsent` has done since.
WITH "unsent" AS MATERIALIZED (
  SELECT "a"."ig_id", "m"."mid" FROM "messages" "m" JOIN "instagram_accounts" "a" ON "a"."id" = "m"."instagram_account_id"
  WHERE "m"."deleted_at" IS NOT NULL AND "m"."mid" IS NOT NULL
), "told" AS MATERIALIZED (
  SELECT "e"."id" FROM "unsent" "u" JOIN "webhook_events" "e"
    ON "e"."ig_id" = "u"."ig_id" AND "e"."key" IN ('message:' || "u"."mid", 'postback:' || "u"."mid")
  UNION
  SELECT "e"."id" FROM "unsent" "u" JOIN "webhook_events" "e"
    ON "e"."ig_id" = "u"."ig_id" AND "e"."mid" = "u"."mid" AND "e"."kind" IN ('message_edit', 'stray_edit', 'reaction')
), "locked" AS MATERIALIZED (
  SELECT "e"."id" FROM "webhook_events" "e" WHERE "e"."id" IN (SELECT "id" FROM "told")
    AND "e"."payload" <> '' AND "e"."state" <> 'pending' ORDER BY "e"."id" FOR UPDATE
)
UPDATE "webhook_events" "e" SET "payload" = '',
  "state" = CASE WHEN "e"."state" = 'dead' THEN 'ignored' ELSE "e"."state" END,
  "reason" = CASE WHEN "e"."state" = 'dead' THEN 'unsent' ELSE "e"."reason" END
FROM "locked" WHERE "e"."id" = "locked"."id";--> statement-breakpoint
-- And out of bodies: those that name such a message, and those that repeat what another brought, of which intake keeps the hash
-- alone since then. Bytes are read as they are, since not every body is text that Postgres takes.
WITH "unsent" AS MATERIALIZED (
  SELECT DISTINCT "mid" FROM "messages" WHERE "deleted_at" IS NOT NULL AND "mid" IS NOT NULL
), "named" AS MATERIALIZED (
  SELECT DISTINCT "d"."id", "found"[1] AS "mid" FROM "webhook_deliveries" "d" CROSS JOIN LATERAL regexp_matches(
    regexp_replace(encode("d"."body", 'escape'), '"reply_to"\s*:\s*\{[^{}]*\}', '', 'g'), '"mid"\s*:\s*"([^"]+)"', 'g') AS "found"
  WHERE length("d"."body") > 0 AND "d"."problem" IS NULL
    AND NOT EXISTS (SELECT 1 FROM "webhook_events" "e" WHERE "e"."delivery_id" = "d"."id" AND "e"."reason" = 'too_deep')
), "whole" AS MATERIALIZED (
  SELECT "d"."id" FROM "webhook_deliveries" "d" WHERE "d"."id" IN (
    SELECT "named"."id" FROM "named" WHERE "named"."mid" IN (SELECT "mid" FROM "unsent")
      OR NOT EXISTS (SELECT 1 FROM "webhook_events" "e" WHERE "e"."delivery_id" = "named"."id" AND "e"."mid" = "named"."mid")
  ) ORDER BY "d"."id" FOR NO KEY UPDATE
)
UPDATE "webhook_deliveries" "d" SET "body" = '' FROM "whole" WHERE "d"."id" = "whole"."id";
