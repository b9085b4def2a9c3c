CREATE TYPE "public"."campaign_line_outcome" AS ENUM('ABSENT', 'REFUSED', 'MOVED', 'CONSULTED');--> statement-breakpoint
CREATE TYPE "public"."discovery_reporter_kind" AS ENUM('SCHOOL', 'NURSERY', 'HOUSING_OFFICE', 'REALTOR', 'TONG_HEAD', 'HAPPY_MANAGER', 'METER_READER', 'NEIGHBOUR');--> statement-breakpoint
CREATE TYPE "public"."promotion_kind" AS ENUM('LEAFLET', 'CAMPAIGN_BOOTH', 'BRIEFING', 'HOME_VISIT', 'BANNER', 'MEDIA', 'OTHER');--> statement-breakpoint
ALTER TYPE "public"."duty" ADD VALUE 'DISCOVERY_REPORTER';--> statement-breakpoint
ALTER TYPE "public"."screening_list" ADD VALUE 'GROUP_SURVEY';--> statement-breakpoint
CREATE TABLE "campaign_line_identities" (
	"district_id" text NOT NULL,
	"line_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"birth_date" date,
	"masked_registration_number" text,
	"registration_number_ciphertext" text,
	"registration_number_key_id" text,
	"registration_number_index" text,
	CONSTRAINT "campaign_line_identities_district_id_line_id_pk" PRIMARY KEY("district_id","line_id"),
	CONSTRAINT "campaign_line_identities_sealed" CHECK (num_nonnulls("campaign_line_identities"."registration_number_ciphertext", "campaign_line_identities"."registration_number_key_id", "campaign_line_identities"."registration_number_index") in (0, 3)),
	CONSTRAINT "campaign_line_identities_masked" CHECK ("campaign_line_identities"."masked_registration_number" !~ '[0-9]{6}-?[0-9]{2}')
);
--> statement-breakpoint
CREATE TABLE "campaign_line_matches" (
	"district_id" text NOT NULL,
	"line_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"confirmed" boolean NOT NULL,
	"dismissal" "report_match_dismissal",
	"post_id" uuid NOT NULL,
	"decided_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_line_matches_district_id_line_id_household_id_pk" PRIMARY KEY("district_id","line_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "campaign_lines" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"campaign_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"dong" text NOT NULL,
	"name" text,
	"phone" text,
	"address" text,
	"outcome" "campaign_line_outcome",
	"outcome_on" date,
	"surveyed" boolean DEFAULT false NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"remark" text,
	"post_id" uuid,
	"taken_up_on" date,
	"report_id" uuid,
	"person_hash" text,
	"erased_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"open" boolean GENERATED ALWAYS AS (taken_up_on is null and erased_at is null and (outcome is null or outcome = 'ABSENT')) STORED NOT NULL,
	CONSTRAINT "campaign_lines_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "campaign_lines_position" UNIQUE("district_id","campaign_id","position"),
	CONSTRAINT "campaign_lines_person" UNIQUE("district_id","campaign_id","person_hash"),
	CONSTRAINT "campaign_lines_outcome" CHECK (("campaign_lines"."outcome" is null) = ("campaign_lines"."outcome_on" is null))
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"list" "screening_list" NOT NULL,
	"reason" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"partner_id" uuid,
	"agreement_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaigns_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "campaigns_period" CHECK ("campaigns"."ends_on" >= "campaigns"."starts_on"),
	CONSTRAINT "campaigns_partner" CHECK (("campaigns"."partner_id" is null) = ("campaigns"."agreement_id" is null))
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"campaign_id" uuid,
	"kind" "promotion_kind" NOT NULL,
	"took_place_on" date NOT NULL,
	"activities" integer NOT NULL,
	"description" text,
	"post_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "promotions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "promotions_activities" CHECK ("promotions"."activities" > 0)
);
--> statement-breakpoint
ALTER TABLE "report_origins" ADD COLUMN "reporter_kind" "discovery_reporter_kind";--> statement-breakpoint
ALTER TABLE "campaign_line_identities" ADD CONSTRAINT "campaign_line_identities_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_line_identities" ADD CONSTRAINT "campaign_line_identities_district_id_line_id_campaign_lines_district_id_id_fk" FOREIGN KEY ("district_id","line_id") REFERENCES "public"."campaign_lines"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_line_matches" ADD CONSTRAINT "campaign_line_matches_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_line_matches" ADD CONSTRAINT "campaign_line_matches_district_id_line_id_campaign_lines_district_id_id_fk" FOREIGN KEY ("district_id","line_id") REFERENCES "public"."campaign_lines"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_line_matches" ADD CONSTRAINT "campaign_line_matches_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_lines" ADD CONSTRAINT "campaign_lines_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_lines" ADD CONSTRAINT "campaign_lines_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_lines" ADD CONSTRAINT "campaign_lines_district_id_campaign_id_campaigns_district_id_id_fk" FOREIGN KEY ("district_id","campaign_id") REFERENCES "public"."campaigns"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_partner_id_organizations_id_fk" FOREIGN KEY ("partner_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_district_id_agreement_id_agreements_district_id_id_fk" FOREIGN KEY ("district_id","agreement_id") REFERENCES "public"."agreements"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "promotions" ADD CONSTRAINT "promotions_district_id_campaign_id_campaigns_district_id_id_fk" FOREIGN KEY ("district_id","campaign_id") REFERENCES "public"."campaigns"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_line_identities_number" ON "campaign_line_identities" USING btree ("registration_number_index");--> statement-breakpoint
CREATE INDEX "campaign_line_matches_household" ON "campaign_line_matches" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "campaign_lines_report" ON "campaign_lines" USING btree ("district_id","report_id") WHERE report_id is not null;--> statement-breakpoint
CREATE INDEX "campaign_lines_organization" ON "campaign_lines" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "campaigns_organization" ON "campaigns" USING btree ("organization_id","starts_on","id");--> statement-breakpoint
CREATE INDEX "campaigns_partner_organization" ON "campaigns" USING btree ("partner_id") WHERE partner_id is not null;--> statement-breakpoint
CREATE INDEX "campaigns_end" ON "campaigns" USING btree ("ends_on");--> statement-breakpoint
CREATE INDEX "promotions_organization" ON "promotions" USING btree ("organization_id","took_place_on","id");