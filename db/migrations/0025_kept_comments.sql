CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"instagram_account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"field" text NOT NULL,
	"igsid" text,
	"username" text,
	"by_account" boolean NOT NULL,
	"comment_id" text,
	"parent_id" text,
	"media_id" text,
	"ad_title" text,
	"text" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_instagram_account_id_instagram_accounts_id_fk" FOREIGN KEY ("instagram_account_id") REFERENCES "public"."instagram_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "comments_identity" ON "comments" USING btree ("instagram_account_id","key");--> statement-breakpoint
CREATE INDEX "comments_of_person" ON "comments" USING btree ("instagram_account_id","igsid","occurred_at");--> statement-breakpoint
-- Comments of the last thirty days are events still. They are applied once more, by the minute's sweep.
UPDATE "webhook_events" SET "state" = 'pending', "reason" = NULL, "settled_at" = NULL, "attempts" = 0
WHERE "kind" = 'comment' AND "reason" = 'comment_kept';
