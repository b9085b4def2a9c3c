CREATE TYPE "public"."participant_kind" AS ENUM('STAFF', 'ORGANIZATION', 'MEMBER');--> statement-breakpoint
CREATE TABLE "note_participants" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"note_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"kind" "participant_kind" NOT NULL,
	"post_id" uuid,
	"organization_id" uuid,
	"member_id" uuid,
	CONSTRAINT "note_participants_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "note_participants_kind" CHECK (case "note_participants"."kind" when 'STAFF' then "note_participants"."post_id" is not null when 'ORGANIZATION' then "note_participants"."organization_id" is not null
        else "note_participants"."member_id" is not null end)
);
--> statement-breakpoint
ALTER TABLE "note_participants" ADD CONSTRAINT "note_participants_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_participants" ADD CONSTRAINT "note_participants_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_participants" ADD CONSTRAINT "note_participants_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_participants" ADD CONSTRAINT "note_participants_district_id_note_id_case_notes_district_id_id_fk" FOREIGN KEY ("district_id","note_id") REFERENCES "public"."case_notes"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note_participants" ADD CONSTRAINT "note_participants_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "note_participants_note" ON "note_participants" USING btree ("district_id","note_id","kind","id");