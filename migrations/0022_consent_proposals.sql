CREATE TYPE "public"."consent_dismissal" AS ENUM('SOMEBODY_ELSE', 'NOT_GIVEN', 'INCOMPLETE', 'ALREADY_RECORDED');--> statement-breakpoint
CREATE TYPE "public"."consent_proposal_state" AS ENUM('PROPOSED', 'CONFIRMED', 'DISMISSED', 'LAPSED');--> statement-breakpoint
CREATE TABLE "consent_proposals" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"purpose" "purpose" NOT NULL,
	"classes" "data_class"[] NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	"method" "consent_method" NOT NULL,
	"notices" "consent_notice"[] NOT NULL,
	"name" text,
	"birth_date" date,
	"proposed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"lapses_on" date NOT NULL,
	"state" "consent_proposal_state" DEFAULT 'PROPOSED' NOT NULL,
	"dismissal" "consent_dismissal",
	"consent_id" uuid,
	"decided_at" timestamp with time zone,
	"decided_by_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "consent_proposals_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "consent_proposals_person" CHECK (num_nonnulls("consent_proposals"."name", "consent_proposals"."birth_date") in (0, 2)),
	CONSTRAINT "consent_proposals_state" CHECK ("consent_proposals"."state" <> 'LAPSED')
);
--> statement-breakpoint
ALTER TABLE "consent_policies" ADD COLUMN "proposal_days" integer;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_decided_by_id_posts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_district_id_agreement_id_agreements_district_id_id_fk" FOREIGN KEY ("district_id","agreement_id") REFERENCES "public"."agreements"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_district_id_consent_id_consents_district_id_id_fk" FOREIGN KEY ("district_id","consent_id") REFERENCES "public"."consents"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_proposals_organization" ON "consent_proposals" USING btree ("organization_id","proposed_at","id");--> statement-breakpoint
CREATE INDEX "consent_proposals_waiting" ON "consent_proposals" USING btree ("district_id","lapses_on","id") WHERE "consent_proposals"."state" = 'PROPOSED';--> statement-breakpoint
CREATE INDEX "member_identities_birth" ON "member_identities" USING btree ("district_id","birth_date");