CREATE TABLE "account_hours" (
	"instagram_account_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"moments" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "account_hours_instagram_account_id_hour_pk" PRIMARY KEY("instagram_account_id","hour")
);
--> statement-breakpoint
ALTER TABLE "instagram_accounts" DROP CONSTRAINT "instagram_accounts_token";--> statement-breakpoint
ALTER TABLE "instagram_accounts" ADD COLUMN "pauses" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "instagram_accounts" ADD COLUMN "next_media_send_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "account_hours" ADD CONSTRAINT "account_hours_instagram_account_id_instagram_accounts_id_fk" FOREIGN KEY ("instagram_account_id") REFERENCES "public"."instagram_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "instagram_accounts" ADD CONSTRAINT "instagram_accounts_token" CHECK ("instagram_accounts"."disconnected_at" is not null or "instagram_accounts"."token_ciphertext" is not null or "instagram_accounts"."problem" = 'reconnect');