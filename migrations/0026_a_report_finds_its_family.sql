CREATE TYPE "public"."report_match_dismissal" AS ENUM('ANOTHER_PERSON', 'CANNOT_TELL', 'MISTAKE');--> statement-breakpoint
CREATE TYPE "public"."report_match_reason" AS ENUM('NUMBER', 'NAME_AND_BIRTH', 'NAME_AND_PHONE');--> statement-breakpoint
ALTER TYPE "public"."closure_reason" ADD VALUE 'MERGED' BEFORE 'OTHER';--> statement-breakpoint
CREATE TABLE "report_matches" (
	"district_id" text NOT NULL,
	"report_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"confirmed" boolean NOT NULL,
	"dismissal" "report_match_dismissal",
	"people" jsonb,
	"post_id" uuid NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_matches_district_id_report_id_household_id_pk" PRIMARY KEY("district_id","report_id","household_id")
);
--> statement-breakpoint
ALTER TABLE "case_steps" DROP CONSTRAINT "case_steps_version";--> statement-breakpoint
ALTER TABLE "case_steps" ADD COLUMN "report_id" uuid;--> statement-breakpoint
ALTER TABLE "intake_reports" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "report_receipts" ADD COLUMN "kept" jsonb;--> statement-breakpoint
ALTER TABLE "report_matches" ADD CONSTRAINT "report_matches_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_matches" ADD CONSTRAINT "report_matches_district_id_report_id_intake_reports_district_id_id_fk" FOREIGN KEY ("district_id","report_id") REFERENCES "public"."intake_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_matches" ADD CONSTRAINT "report_matches_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "report_matches_household" ON "report_matches" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE UNIQUE INDEX "case_steps_version" ON "case_steps" USING btree ("district_id","case_id","version") WHERE "case_steps"."report_id" is null;--> statement-breakpoint
CREATE INDEX "member_contacts_phone" ON "member_contacts" USING btree ("district_id",regexp_replace("phone", '[^0-9]', '', 'g'));