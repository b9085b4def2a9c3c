CREATE TYPE "public"."form_scoring" AS ENUM('SUM', 'EACH');--> statement-breakpoint
CREATE TYPE "public"."health_concern" AS ENUM('DEPRESSION', 'POSTPARTUM_DEPRESSION', 'DEMENTIA');--> statement-breakpoint
CREATE TYPE "public"."referral_proposal_state" AS ENUM('PROPOSED', 'CONFIRMED', 'DISMISSED');--> statement-breakpoint
CREATE TYPE "public"."screening_form" AS ENUM('BLOOD_PRESSURE', 'GLUCOSE_FASTING', 'GLUCOSE_RANDOM', 'PHQ9', 'GDS_SF', 'CIST', 'K_FRAIL', 'EPDS');--> statement-breakpoint
CREATE TYPE "public"."universal_visit_kind" AS ENUM('UNIVERSAL_65', 'UNIVERSAL_BIRTH');--> statement-breakpoint
CREATE TYPE "public"."universal_visit_state" AS ENUM('OFFERED', 'AGREED', 'DECLINED', 'UNREACHED', 'DONE');--> statement-breakpoint
CREATE TYPE "public"."visit_answer" AS ENUM('AGREED', 'DECLINED', 'NOT_REACHED', 'VISITED');--> statement-breakpoint
ALTER TYPE "public"."clock_kind" ADD VALUE 'UNIVERSAL_VISIT';--> statement-breakpoint
ALTER TYPE "public"."clock_kind" ADD VALUE 'VISIT';--> statement-breakpoint
ALTER TYPE "public"."partner_kind" ADD VALUE 'DEMENTIA_CENTER' BEFORE 'SCHOOL';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'PHQ9_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'PHQ9_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GDS_SF_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GDS_SF_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'EPDS_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'EPDS_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'K_FRAIL_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'K_FRAIL_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'SYSTOLIC_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'SYSTOLIC_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'DIASTOLIC_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'DIASTOLIC_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GLUCOSE_FASTING_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GLUCOSE_FASTING_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GLUCOSE_RANDOM_MODERATE';--> statement-breakpoint
ALTER TYPE "public"."policy_key" ADD VALUE 'GLUCOSE_RANDOM_HIGH';--> statement-breakpoint
ALTER TYPE "public"."policy_unit" ADD VALUE 'POINTS';--> statement-breakpoint
ALTER TYPE "public"."policy_unit" ADD VALUE 'MMHG';--> statement-breakpoint
ALTER TYPE "public"."policy_unit" ADD VALUE 'MG_PER_DL';--> statement-breakpoint
CREATE TABLE "form_results" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"form" "screening_form" NOT NULL,
	"form_version" smallint NOT NULL,
	"answers" smallint[] NOT NULL,
	"score" smallint,
	"risk" "risk_level" NOT NULL,
	"taken_on" date NOT NULL,
	"visit_id" uuid,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "form_results_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "form_results_subjects" CHECK (cardinality("form_results"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "health_visits" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"visited_on" date NOT NULL,
	"place" "contact_place" NOT NULL,
	"findings" text,
	"accepted" text[] DEFAULT '{}' NOT NULL,
	"declined" text[] DEFAULT '{}' NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "health_visits_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "referral_proposals" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"concern" "health_concern" NOT NULL,
	"partner_kinds" "partner_kind"[] NOT NULL,
	"result_id" uuid NOT NULL,
	"state" "referral_proposal_state" DEFAULT 'PROPOSED' NOT NULL,
	"reason" text,
	"decided_at" timestamp with time zone,
	"decided_by_id" uuid,
	"referral_id" uuid,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "referral_proposals_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "referral_proposals_subjects" CHECK (cardinality("referral_proposals"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "tier_decisions" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"tier" "visit_tier" NOT NULL,
	"reason" text NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tier_decisions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "tier_decisions_subjects" CHECK (cardinality("tier_decisions"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "universal_visits" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"kind" "universal_visit_kind" NOT NULL,
	"state" "universal_visit_state" DEFAULT 'OFFERED' NOT NULL,
	"offered_on" date NOT NULL,
	"agreed_for" date,
	"tries" smallint DEFAULT 0 NOT NULL,
	"done_on" date,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "universal_visits_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "clocks" ALTER COLUMN "case_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "member_id" uuid;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "tier" "visit_tier";--> statement-breakpoint
ALTER TABLE "member_mental_healths" ADD COLUMN "visit_tier" "visit_tier";--> statement-breakpoint
ALTER TABLE "form_results" ADD CONSTRAINT "form_results_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_results" ADD CONSTRAINT "form_results_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_results" ADD CONSTRAINT "form_results_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_results" ADD CONSTRAINT "form_results_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "form_results" ADD CONSTRAINT "form_results_district_id_visit_id_health_visits_district_id_id_fk" FOREIGN KEY ("district_id","visit_id") REFERENCES "public"."health_visits"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_visits" ADD CONSTRAINT "health_visits_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_visits" ADD CONSTRAINT "health_visits_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_visits" ADD CONSTRAINT "health_visits_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "health_visits" ADD CONSTRAINT "health_visits_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_proposals" ADD CONSTRAINT "referral_proposals_decided_by_id_posts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_proposals" ADD CONSTRAINT "referral_proposals_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_proposals" ADD CONSTRAINT "referral_proposals_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_proposals" ADD CONSTRAINT "referral_proposals_district_id_result_id_form_results_district_id_id_fk" FOREIGN KEY ("district_id","result_id") REFERENCES "public"."form_results"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_proposals" ADD CONSTRAINT "referral_proposals_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tier_decisions" ADD CONSTRAINT "tier_decisions_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "universal_visits" ADD CONSTRAINT "universal_visits_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "universal_visits" ADD CONSTRAINT "universal_visits_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "universal_visits" ADD CONSTRAINT "universal_visits_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "universal_visits" ADD CONSTRAINT "universal_visits_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "form_results_household" ON "form_results" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "form_results_member" ON "form_results" USING btree ("district_id","member_id","taken_on","id");--> statement-breakpoint
CREATE INDEX "health_visits_household" ON "health_visits" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "health_visits_member" ON "health_visits" USING btree ("district_id","member_id","visited_on","id");--> statement-breakpoint
CREATE INDEX "referral_proposals_household" ON "referral_proposals" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "referral_proposals_member" ON "referral_proposals" USING btree ("district_id","member_id","recorded_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "referral_proposals_open" ON "referral_proposals" USING btree ("district_id","member_id","concern") WHERE "referral_proposals"."state" = 'PROPOSED';--> statement-breakpoint
CREATE INDEX "tier_decisions_household" ON "tier_decisions" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "tier_decisions_member" ON "tier_decisions" USING btree ("district_id","member_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "universal_visits_household" ON "universal_visits" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "universal_visits_member" ON "universal_visits" USING btree ("district_id","member_id","offered_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "universal_visits_once" ON "universal_visits" USING btree ("district_id","member_id","kind");--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clocks_member" ON "clocks" USING btree ("district_id","member_id","started_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "clocks_running_of_member" ON "clocks" USING btree ("district_id","member_id","kind","data_class") WHERE "clocks"."member_id" is not null and "clocks"."met_on" is null and "clocks"."stopped_on" is null;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_of_one" CHECK (num_nonnulls("clocks"."case_id", "clocks"."member_id") = 1);