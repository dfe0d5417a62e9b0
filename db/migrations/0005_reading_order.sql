DROP INDEX "conversations_newest";--> statement-breakpoint
DROP INDEX "messages_thread";--> statement-breakpoint
CREATE INDEX "conversations_open" ON "conversations" USING btree ("workspace_id","last_message_at","id") WHERE "conversations"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_events_pending" ON "webhook_events" USING btree ("lane","occurred_at","seq") WHERE "webhook_events"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "conversations_newest" ON "conversations" USING btree ("workspace_id","last_message_at","id");--> statement-breakpoint
CREATE INDEX "messages_thread" ON "messages" USING btree ("conversation_id","occurred_at","seq");