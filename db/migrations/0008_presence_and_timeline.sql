CREATE UNLOGGED TABLE "presences" (
	"member_id" uuid NOT NULL,
	"tab_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"conversation_id" uuid,
	"here_until" timestamp (3) with time zone NOT NULL,
	"writing_until" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "presences_member_id_tab_id_pk" PRIMARY KEY("member_id","tab_id")
);
--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "event_id" uuid;--> statement-breakpoint
ALTER TABLE "presences" ADD CONSTRAINT "presences_member_id_members_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."members"("id") ON DELETE no action ON UPDATE no action;