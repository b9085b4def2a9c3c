CREATE TYPE "public"."petition_kind" AS ENUM('ROADS_AND_FACILITIES', 'CLEANING', 'SAFETY', 'NOISE', 'WELFARE', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."petition_outcome" AS ENUM('RESOLVED', 'PASSED_ON');--> statement-breakpoint
ALTER TYPE "public"."inbox_kind" ADD VALUE 'PETITION';--> statement-breakpoint
ALTER TYPE "public"."staff_change_kind" ADD VALUE 'SUBSTITUTE_NAMED';--> statement-breakpoint
ALTER TYPE "public"."staff_change_kind" ADD VALUE 'SUBSTITUTE_ENDED';--> statement-breakpoint
CREATE TABLE "petitions" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"zone" text NOT NULL,
	"kind" "petition_kind" NOT NULL,
	"taken_on" date NOT NULL,
	"words" text NOT NULL,
	"reference" text,
	"outcome" "petition_outcome",
	"settled_on" date,
	"settlement" text,
	"settled_by_id" uuid,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "petitions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "petitions_settled" CHECK (num_nonnulls("petitions"."outcome", "petitions"."settled_on", "petitions"."settlement", "petitions"."settled_by_id") in (0, 4))
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"zone" text NOT NULL,
	"walked_on" date NOT NULL,
	"doors" integer NOT NULL,
	"people" integer NOT NULL,
	"seen" text,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rounds_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "rounds_counts" CHECK ("rounds"."doors" >= 0 and "rounds"."people" >= 0)
);
--> statement-breakpoint
CREATE TABLE "zone_substitutions" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"substitute_id" uuid NOT NULL,
	"from" date NOT NULL,
	"until" date NOT NULL,
	"ended_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "zone_substitutions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "zone_substitutions_period" CHECK ("zone_substitutions"."until" >= "zone_substitutions"."from")
);
--> statement-breakpoint
ALTER TABLE "household_summaries" ADD COLUMN "responsible_tong" smallint;--> statement-breakpoint
ALTER TABLE "household_summaries" ADD COLUMN "responsible_ban" smallint;--> statement-breakpoint
ALTER TABLE "petitions" ADD CONSTRAINT "petitions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "petitions" ADD CONSTRAINT "petitions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "petitions" ADD CONSTRAINT "petitions_settled_by_id_posts_id_fk" FOREIGN KEY ("settled_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rounds" ADD CONSTRAINT "rounds_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_substitutions" ADD CONSTRAINT "zone_substitutions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_substitutions" ADD CONSTRAINT "zone_substitutions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "zone_substitutions" ADD CONSTRAINT "zone_substitutions_substitute_id_posts_id_fk" FOREIGN KEY ("substitute_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "petitions_organization" ON "petitions" USING btree ("organization_id","taken_on","id");--> statement-breakpoint
CREATE INDEX "petitions_open" ON "petitions" USING btree ("organization_id") WHERE outcome is null;--> statement-breakpoint
CREATE INDEX "rounds_organization" ON "rounds" USING btree ("organization_id","walked_on","id");--> statement-breakpoint
CREATE INDEX "zone_substitutions_substitute" ON "zone_substitutions" USING btree ("substitute_id","until");--> statement-breakpoint
CREATE INDEX "zone_substitutions_organization" ON "zone_substitutions" USING btree ("organization_id","until");--> statement-breakpoint
ALTER TABLE "household_summaries" ADD CONSTRAINT "household_summaries_place" CHECK (coalesce("household_summaries"."responsible_tong" between 1 and 999, true)
        and ("household_summaries"."responsible_ban" is null or "household_summaries"."responsible_tong" is not null and "household_summaries"."responsible_ban" between 1 and 99));