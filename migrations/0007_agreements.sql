CREATE TYPE "public"."agreement_state" AS ENUM('PLANNED', 'IN_FORCE', 'ENDING', 'ENDED');--> statement-breakpoint
CREATE TYPE "public"."agreement_step" AS ENUM('CONCLUDED', 'AMENDED', 'NOTICE_GIVEN', 'NOTICE_WITHDRAWN', 'ENDED');--> statement-breakpoint
CREATE TABLE "agreement_steps" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"sheltered" boolean DEFAULT false NOT NULL,
	"version" integer NOT NULL,
	"step" "agreement_step" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"taken_by_id" uuid,
	"post_id" uuid,
	"reason" text,
	"title" text NOT NULL,
	"valid_until" date NOT NULL,
	"last_day" date,
	"auto_renews" boolean NOT NULL,
	"notice_days" integer NOT NULL,
	"purposes" "purpose"[] NOT NULL,
	"classes" "data_class"[] NOT NULL,
	CONSTRAINT "agreement_steps_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "agreement_steps_version" UNIQUE("district_id","agreement_id","version")
);
--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "ends_on" date;--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "last_day" date GENERATED ALWAYS AS (least(ended_on - 1, ends_on, case when not auto_renews then valid_until end)) STORED;--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "closed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "agreement_steps" ADD CONSTRAINT "agreement_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_steps" ADD CONSTRAINT "agreement_steps_taken_by_id_organizations_id_fk" FOREIGN KEY ("taken_by_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_steps" ADD CONSTRAINT "agreement_steps_district_id_agreement_id_agreements_district_id_id_fk" FOREIGN KEY ("district_id","agreement_id") REFERENCES "public"."agreements"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agreements_to_close" ON "agreements" USING btree ("last_day") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "consents_agreement" ON "consents" USING btree ("district_id","agreement_id");