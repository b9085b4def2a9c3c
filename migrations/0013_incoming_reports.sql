CREATE TYPE "public"."incoming_report_side" AS ENUM('SENT', 'RECEIVED', 'TO_DECIDE');--> statement-breakpoint
CREATE TYPE "public"."incoming_report_state" AS ENUM('PENDING', 'ACCEPTED', 'DECLINED', 'EXPIRED');--> statement-breakpoint
CREATE TYPE "public"."report_decision" AS ENUM('ACCEPT', 'DECLINE');--> statement-breakpoint
CREATE TYPE "public"."report_decline_reason" AS ENUM('ALREADY_SERVED', 'NOT_NEEDED', 'OTHER_CENTER', 'MISTAKE');--> statement-breakpoint
ALTER TYPE "public"."notification_kind" ADD VALUE 'REPORT_WAITS';--> statement-breakpoint
CREATE TABLE "incoming_reports" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"center_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"state" "incoming_report_state" DEFAULT 'PENDING' NOT NULL,
	"decline_reason" "report_decline_reason",
	"decided_at" timestamp with time zone,
	"decided_by_id" uuid,
	"report" jsonb NOT NULL,
	"people" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "incoming_reports_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "notifications" ALTER COLUMN "emergency_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "notifications" ADD COLUMN "incoming_report_id" uuid;--> statement-breakpoint
ALTER TABLE "incoming_reports" ADD CONSTRAINT "incoming_reports_center_id_organizations_id_fk" FOREIGN KEY ("center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_reports" ADD CONSTRAINT "incoming_reports_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_reports" ADD CONSTRAINT "incoming_reports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_reports" ADD CONSTRAINT "incoming_reports_decided_by_id_posts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "incoming_reports" ADD CONSTRAINT "incoming_reports_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "incoming_reports_center" ON "incoming_reports" USING btree ("center_id","received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_reports_post" ON "incoming_reports" USING btree ("post_id","received_at","id");--> statement-breakpoint
CREATE INDEX "incoming_reports_household" ON "incoming_reports" USING btree ("district_id","household_id");--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_district_id_incoming_report_id_incoming_reports_district_id_id_fk" FOREIGN KEY ("district_id","incoming_report_id") REFERENCES "public"."incoming_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_subject" CHECK (num_nonnulls("notifications"."emergency_id", "notifications"."incoming_report_id") = 1);