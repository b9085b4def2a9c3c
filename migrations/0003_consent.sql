CREATE TYPE "public"."consent_notice" AS ENUM('RECIPIENT', 'PURPOSE', 'ITEMS', 'RETENTION', 'RIGHT_TO_REFUSE');--> statement-breakpoint
CREATE TYPE "public"."consent_step" AS ENUM('GIVEN', 'NARROWED', 'EXTENDED', 'WITHDRAWN');--> statement-breakpoint
CREATE TYPE "public"."guardianship_kind" AS ENUM('LEGAL', 'APPOINTED', 'DISTRICT_LEGAL_BASIS');--> statement-breakpoint
CREATE TABLE "consent_policies" (
	"district_id" text PRIMARY KEY NOT NULL,
	"longest_days" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "consent_steps" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"consent_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"sheltered" boolean DEFAULT false NOT NULL,
	"step" "consent_step" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"asked_by_id" uuid,
	"method" "consent_method" NOT NULL,
	"notices" "consent_notice"[] NOT NULL,
	"classes_before" "data_class"[],
	"classes" "data_class"[] NOT NULL,
	"household_wide" boolean NOT NULL,
	"valid_until_before" date,
	"valid_until" date NOT NULL,
	"post_id" uuid,
	"organization_id" uuid,
	CONSTRAINT "consent_steps_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "consent_steps_version" UNIQUE("district_id","consent_id","version")
);
--> statement-breakpoint
CREATE TABLE "guardianships" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"member_id" uuid NOT NULL,
	"guardian_id" uuid,
	"kind" "guardianship_kind" NOT NULL,
	"legal_basis" text,
	"from" date NOT NULL,
	"until" date,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid,
	"organization_id" uuid,
	CONSTRAINT "guardianships_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "consents" ALTER COLUMN "given_by_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "consent_policies" ADD CONSTRAINT "consent_policies_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_district_id_consent_id_consents_district_id_id_fk" FOREIGN KEY ("district_id","consent_id") REFERENCES "public"."consents"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_district_id_asked_by_id_members_district_id_id_fk" FOREIGN KEY ("district_id","asked_by_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_guardian_id_members_district_id_id_fk" FOREIGN KEY ("district_id","guardian_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_steps_household" ON "consent_steps" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "guardianships_member" ON "guardianships" USING btree ("district_id","member_id","from","id");--> statement-breakpoint
CREATE INDEX "guardianships_household" ON "guardianships" USING btree ("district_id","household_id");