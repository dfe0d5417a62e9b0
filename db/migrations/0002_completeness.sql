CREATE TABLE "conversation_scans" (
	"instagram_account_id" uuid NOT NULL,
	"instagram_id" text NOT NULL,
	"igsid" text,
	"settled_through" timestamp (3) with time zone,
	"has_older" boolean DEFAULT false NOT NULL,
	"first_scanned_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"scanned_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"error" text,
	"failures" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "conversation_scans_instagram_account_id_instagram_id_pk" PRIMARY KEY("instagram_account_id","instagram_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"instagram_account_id" uuid PRIMARY KEY NOT NULL,
	"history_before" timestamp (3) with time zone NOT NULL,
	"import_finished_at" timestamp (3) with time zone,
	"walk_started_at" timestamp (3) with time zone,
	"walk_cursor" text,
	"walk_through" timestamp (3) with time zone,
	"checked_through" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"check_error" text,
	"next_read_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "messages_unread";--> statement-breakpoint
ALTER TABLE "conversation_scans" ADD CONSTRAINT "conversation_scans_instagram_account_id_instagram_accounts_id_fk" FOREIGN KEY ("instagram_account_id") REFERENCES "public"."instagram_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconciliations" ADD CONSTRAINT "reconciliations_instagram_account_id_instagram_accounts_id_fk" FOREIGN KEY ("instagram_account_id") REFERENCES "public"."instagram_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "messages_found" ON "messages" USING btree ("instagram_account_id","origin") WHERE "messages"."origin" in ('recovered', 'imported');--> statement-breakpoint
CREATE INDEX "messages_unread" ON "messages" USING btree ("conversation_id","seq") WHERE "messages"."direction" = 'inbound' and "messages"."origin" <> 'imported';