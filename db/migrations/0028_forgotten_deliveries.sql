DROP INDEX "webhook_deliveries_received";--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD COLUMN "forgotten_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_kept" ON "webhook_deliveries" USING btree ("received_at") WHERE "webhook_deliveries"."forgotten_at" is null;