CREATE TYPE "public"."capacity_state" AS ENUM('AVAILABLE', 'FULL', 'UNKNOWN');--> statement-breakpoint
CREATE TYPE "public"."catalogue_change_kind" AS ENUM('CHANGED', 'REMOVED', 'MERGED');--> statement-breakpoint
CREATE TYPE "public"."catalogue_record" AS ENUM('ORGANIZATION', 'SERVICE', 'LOCATION');--> statement-breakpoint
CREATE TYPE "public"."change_request_side" AS ENUM('PROPOSED', 'TO_DECIDE');--> statement-breakpoint
CREATE TYPE "public"."change_request_state" AS ENUM('PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN');--> statement-breakpoint
CREATE TYPE "public"."likeness" AS ENUM('SAME_NAME', 'SIMILAR_NAME', 'SAME_PHONE', 'SAME_ADDRESS', 'SAME_ORGANIZATION');--> statement-breakpoint
CREATE TYPE "public"."verification_state" AS ENUM('OVERDUE', 'DUE', 'NEVER');--> statement-breakpoint
CREATE TABLE "catalogue_changes" (
	"record_id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" "catalogue_change_kind" NOT NULL,
	"record" "catalogue_record" NOT NULL,
	"merged_into_id" uuid
);
--> statement-breakpoint
CREATE TABLE "change_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"table_name" text NOT NULL,
	"type_name" text NOT NULL,
	"record_id" uuid NOT NULL,
	"seen" jsonb NOT NULL,
	"proposed" jsonb NOT NULL,
	"reason" text NOT NULL,
	"state" "change_request_state" DEFAULT 'PENDING' NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"proposed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by_post_id" uuid,
	"decided_by_organization_id" uuid,
	"answer" text,
	"noted_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "change_requests_decided" CHECK (("change_requests"."state" = 'PENDING') = ("change_requests"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "duplicate_dismissals" (
	"low_id" uuid NOT NULL,
	"high_id" uuid NOT NULL,
	"kind" "catalogue_record" NOT NULL,
	"post_id" uuid NOT NULL,
	"dismissed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "duplicate_dismissals_low_id_high_id_pk" PRIMARY KEY("low_id","high_id"),
	CONSTRAINT "duplicate_dismissals_order" CHECK ("duplicate_dismissals"."low_id" < "duplicate_dismissals"."high_id")
);
--> statement-breakpoint
CREATE TABLE "record_redirects" (
	"old_id" uuid PRIMARY KEY NOT NULL,
	"new_id" uuid NOT NULL,
	"kind" "catalogue_record" NOT NULL,
	"before" jsonb NOT NULL,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "upkeep_policies" (
	"name" text PRIMARY KEY NOT NULL,
	"days" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" "catalogue_record" NOT NULL,
	"record_id" uuid NOT NULL,
	"verified_at" timestamp with time zone DEFAULT now() NOT NULL,
	"valid_until" date NOT NULL,
	"organization_id" uuid NOT NULL,
	"duty" "duty" NOT NULL,
	"post_id" uuid
);
--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "change_requests" ADD CONSTRAINT "change_requests_decided_by_organization_id_organizations_id_fk" FOREIGN KEY ("decided_by_organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "verifications" ADD CONSTRAINT "verifications_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "catalogue_changes_position" ON "catalogue_changes" USING btree ("position");--> statement-breakpoint
CREATE INDEX "change_requests_organization" ON "change_requests" USING btree ("organization_id","proposed_at");--> statement-breakpoint
CREATE INDEX "change_requests_state" ON "change_requests" USING btree ("state","proposed_at");--> statement-breakpoint
CREATE INDEX "change_requests_record" ON "change_requests" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "duplicate_dismissals_high" ON "duplicate_dismissals" USING btree ("high_id");--> statement-breakpoint
CREATE INDEX "record_redirects_new" ON "record_redirects" USING btree ("new_id");--> statement-breakpoint
CREATE UNIQUE INDEX "verifications_record" ON "verifications" USING btree ("record_id");--> statement-breakpoint
CREATE INDEX "verifications_due" ON "verifications" USING btree ("valid_until","record_id");--> statement-breakpoint
CREATE INDEX "verifications_organization" ON "verifications" USING btree ("organization_id");