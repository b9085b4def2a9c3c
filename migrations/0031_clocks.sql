CREATE TYPE "public"."clock_kind" AS ENUM('EMERGENCY_VISIT_AGREED', 'EMERGENCY_VISIT', 'EMERGENCY_SURVEY', 'SURVEY', 'CONFERENCE', 'PLAN');--> statement-breakpoint
CREATE TYPE "public"."clock_state" AS ENUM('RUNNING', 'MET', 'MISSED', 'STOPPED');--> statement-breakpoint
CREATE TYPE "public"."policy_key" AS ENUM('EMERGENCY_VISIT_AGREED', 'EMERGENCY_SURVEY', 'SURVEY', 'CONFERENCE', 'PLAN', 'VISIT_HIGH', 'VISIT_MODERATE', 'VISIT_HEALTHY', 'BIRTH_VISIT', 'UNREACHED_TRIES', 'LIST_ERASURE');--> statement-breakpoint
CREATE TYPE "public"."policy_unit" AS ENUM('DAYS', 'WORKING_DAYS', 'WEEKS', 'MONTHS', 'TIMES');--> statement-breakpoint
CREATE TYPE "public"."work_side" AS ENUM('MINE', 'ZONE', 'TEAM');--> statement-breakpoint
CREATE TABLE "emergency_applications" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"received_on" date NOT NULL,
	"agreed_on" date,
	"visit_on" date,
	"team_id" uuid,
	"visitor_ids" uuid[] DEFAULT '{}' NOT NULL,
	"visited_on" date,
	"agreed_by_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "emergency_applications_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "visit_teams" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"post_ids" uuid[] NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "visit_teams_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "clocks" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"kind" "clock_kind" NOT NULL,
	"case_id" uuid NOT NULL,
	"started_on" date NOT NULL,
	"due_on" date NOT NULL,
	"met_on" date,
	"stopped_on" date,
	"center_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "clocks_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "clocks_subjects" CHECK (cardinality("clocks"."subject_ids") > 0),
	CONSTRAINT "clocks_days" CHECK ("clocks"."due_on" >= "clocks"."started_on" and "clocks"."met_on" >= "clocks"."started_on"),
	CONSTRAINT "clocks_end" CHECK (num_nonnulls("clocks"."met_on", "clocks"."stopped_on") < 2)
);
--> statement-breakpoint
CREATE TABLE "district_policies" (
	"district_id" text NOT NULL,
	"key" "policy_key" NOT NULL,
	"valid_from" date NOT NULL,
	"value" integer NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"post_id" uuid NOT NULL,
	CONSTRAINT "district_policies_district_id_key_valid_from_decided_at_pk" PRIMARY KEY("district_id","key","valid_from","decided_at")
);
--> statement-breakpoint
ALTER TABLE "emergency_applications" ADD CONSTRAINT "emergency_applications_agreed_by_id_posts_id_fk" FOREIGN KEY ("agreed_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_applications" ADD CONSTRAINT "emergency_applications_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_applications" ADD CONSTRAINT "emergency_applications_district_id_report_id_intake_reports_district_id_id_fk" FOREIGN KEY ("district_id","report_id") REFERENCES "public"."intake_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_applications" ADD CONSTRAINT "emergency_applications_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergency_applications" ADD CONSTRAINT "emergency_applications_district_id_team_id_visit_teams_district_id_id_fk" FOREIGN KEY ("district_id","team_id") REFERENCES "public"."visit_teams"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_teams" ADD CONSTRAINT "visit_teams_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visit_teams" ADD CONSTRAINT "visit_teams_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_center_id_organizations_id_fk" FOREIGN KEY ("center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "district_policies" ADD CONSTRAINT "district_policies_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "district_policies" ADD CONSTRAINT "district_policies_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "emergency_applications_household" ON "emergency_applications" USING btree ("district_id","household_id","received_on","id");--> statement-breakpoint
CREATE INDEX "emergency_applications_case" ON "emergency_applications" USING btree ("district_id","case_id","received_on","id");--> statement-breakpoint
CREATE INDEX "visit_teams_organization" ON "visit_teams" USING btree ("organization_id","name","id");--> statement-breakpoint
CREATE INDEX "clocks_household" ON "clocks" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "clocks_case" ON "clocks" USING btree ("district_id","case_id","started_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "clocks_running" ON "clocks" USING btree ("district_id","case_id","kind") WHERE "clocks"."met_on" is null and "clocks"."stopped_on" is null;--> statement-breakpoint
CREATE INDEX "clocks_due" ON "clocks" USING btree ("district_id","center_id","due_on","id") WHERE "clocks"."met_on" is null and "clocks"."stopped_on" is null;--> statement-breakpoint
CREATE INDEX "district_policies_post" ON "district_policies" USING btree ("post_id");