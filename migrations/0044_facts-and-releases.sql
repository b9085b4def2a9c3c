CREATE TYPE "public"."dimension" AS ENUM('DONG', 'INTAKE_SOURCE', 'TRACK', 'LEVEL', 'NEED_DOMAIN', 'HOUSEHOLD_TYPE', 'SECTOR', 'AGENCY_KIND', 'VISIT_TIER', 'CLOCK_KIND', 'CLOSURE_REASON', 'PROMOTION_KIND', 'REFERRAL_STATE');--> statement-breakpoint
CREATE TYPE "public"."fact_source" AS ENUM('REPORT', 'HOUSEHOLD', 'CASE', 'LINKAGE', 'APPLICATION', 'CLOCK', 'HEALTH_VISIT', 'UNIVERSAL_VISIT', 'PROMOTION', 'REFERRAL', 'CONSULTATION', 'AGREEMENT');--> statement-breakpoint
CREATE TYPE "public"."figure_state" AS ENUM('KNOWN', 'IMPOSSIBLE', 'SUPPRESSED', 'UNKNOWN');--> statement-breakpoint
CREATE TYPE "public"."measure" AS ENUM('REPORTS', 'SCREENED', 'SCREENED_SELECTED', 'SCREENED_LINKAGES', 'CASES_OPENED', 'CASES_SELECTED', 'INITIAL_CONSULTATIONS', 'CASES_CLOSED', 'CASES_REOPENED', 'HOUSEHOLDS_SERVED', 'LINKAGES', 'LINKAGE_VALUE', 'EMERGENCY_APPLICATIONS', 'CLOCKS_DUE', 'CLOCKS_MET', 'VISITS_DUE', 'VISITS_MET', 'VISITS_MADE', 'UNIVERSAL_VISITS_OFFERED', 'UNIVERSAL_VISITS_DONE', 'UNIVERSAL_VISITS_DECLINED', 'PROMOTIONS', 'REFERRALS', 'CONSULTATION_QUESTIONS', 'AGREEMENTS');--> statement-breakpoint
CREATE TABLE "fact_cells" (
	"district_id" text NOT NULL,
	"measure" "measure" NOT NULL,
	"first_dimension" text NOT NULL,
	"second_dimension" text NOT NULL,
	"month" date NOT NULL,
	"first_value" text NOT NULL,
	"second_value" text NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "fact_cells_key" PRIMARY KEY("district_id","measure","first_dimension","second_dimension","month","first_value","second_value")
);
--> statement-breakpoint
CREATE TABLE "facts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "facts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"district_id" text NOT NULL,
	"source" "fact_source" NOT NULL,
	"key" uuid NOT NULL,
	"contributor" uuid NOT NULL,
	"measure" "measure" NOT NULL,
	"day" date NOT NULL,
	"dong" text,
	"intake_source" "intake_source",
	"track" "track",
	"level" "level",
	"need_domain" "need_domain",
	"household_type" "household_type",
	"sector" "sector",
	"agency_kind" "partner_kind",
	"visit_tier" "visit_tier",
	"clock_kind" "clock_kind",
	"closure_reason" "closure_reason",
	"promotion_kind" "promotion_kind",
	"referral_state" "referral_state",
	"value" bigint NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pending_facts" (
	"fact_id" bigint PRIMARY KEY NOT NULL,
	"district_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "release_cells" (
	"district_id" text NOT NULL,
	"measure" "measure" NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"month" date NOT NULL,
	"number" integer NOT NULL,
	"state" "figure_state" NOT NULL,
	"figure" bigint,
	CONSTRAINT "release_cells_key" PRIMARY KEY("district_id","measure","dimension","month","value","number")
);
--> statement-breakpoint
CREATE TABLE "release_ledgers" (
	"district_id" text NOT NULL,
	"measure" "measure" NOT NULL,
	"ledger" jsonb NOT NULL,
	CONSTRAINT "release_ledgers_district_id_measure_pk" PRIMARY KEY("district_id","measure")
);
--> statement-breakpoint
CREATE TABLE "release_secrets" (
	"district_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"district_id" text NOT NULL,
	"number" integer NOT NULL,
	"first_month" date NOT NULL,
	"last_month" date NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"last_fact_id" bigint NOT NULL,
	"protection" jsonb NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL,
	"key_id" text NOT NULL,
	CONSTRAINT "releases_district_id_number_pk" PRIMARY KEY("district_id","number")
);
--> statement-breakpoint
ALTER TABLE "release_cells" ADD CONSTRAINT "release_cells_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_ledgers" ADD CONSTRAINT "release_ledgers_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_secrets" ADD CONSTRAINT "release_secrets_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fact_cells_nothing" ON "fact_cells" USING btree ("district_id") WHERE "fact_cells"."value" = 0;--> statement-breakpoint
CREATE INDEX "facts_key" ON "facts" USING btree ("district_id","key");--> statement-breakpoint
CREATE INDEX "facts_day" ON "facts" USING btree ("district_id","measure","day");--> statement-breakpoint
CREATE INDEX "pending_facts_district" ON "pending_facts" USING btree ("district_id");