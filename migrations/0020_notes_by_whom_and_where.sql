CREATE TYPE "public"."contact_place" AS ENUM('HOME', 'OFFICE', 'TELEPHONE', 'ELSEWHERE');--> statement-breakpoint
ALTER TYPE "public"."note_kind" ADD VALUE 'FOLLOW_UP';--> statement-breakpoint
ALTER TYPE "public"."note_kind" ADD VALUE 'OTHER';--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "took_place_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "place" "contact_place";--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "minutes" smallint;--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "post_id" uuid;--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "organization_id" uuid;--> statement-breakpoint
ALTER TABLE "case_notes" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "facet_changes" ADD COLUMN "note_id" uuid;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "facet_changes" ADD CONSTRAINT "facet_changes_district_id_note_id_case_notes_district_id_id_fk" FOREIGN KEY ("district_id","note_id") REFERENCES "public"."case_notes"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "facet_changes_note" ON "facet_changes" USING btree ("district_id","note_id","recorded_at","id");