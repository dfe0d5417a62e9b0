CREATE TABLE "instagram_calls" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "instagram_calls_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"instagram_account_id" uuid,
	"method" text NOT NULL,
	"endpoint" text NOT NULL,
	"status" integer,
	"error" text,
	"code" integer,
	"subcode" integer,
	"trace_id" text,
	"duration_ms" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "instagram_calls_at" ON "instagram_calls" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "instagram_calls_account" ON "instagram_calls" USING btree ("instagram_account_id","at","id");--> statement-breakpoint
CREATE INDEX "instagram_calls_errors" ON "instagram_calls" USING btree ("at","id") WHERE "instagram_calls"."error" is not null;
