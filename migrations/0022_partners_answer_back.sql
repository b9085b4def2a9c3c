CREATE TYPE "public"."consent_dismissal" AS ENUM('SOMEBODY_ELSE', 'NOT_GIVEN', 'INCOMPLETE', 'ALREADY_RECORDED');--> statement-breakpoint
CREATE TYPE "public"."consent_proposal_state" AS ENUM('PROPOSED', 'CONFIRMED', 'DISMISSED', 'LAPSED');--> statement-breakpoint
CREATE TYPE "public"."report_status" AS ENUM('RECEIVED', 'BEING_WORKED_ON', 'CLOSED');--> statement-breakpoint
CREATE TYPE "public"."service_unit" AS ENUM('MEAL', 'HOUR', 'MINUTE', 'DAY', 'VISIT', 'SESSION', 'ITEM', 'KRW', 'ABSENCE');--> statement-breakpoint
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
CREATE TABLE "report_receipts" (
	"district_id" text NOT NULL,
	"report_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"taken_up_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	CONSTRAINT "report_receipts_district_id_report_id_pk" PRIMARY KEY("district_id","report_id")
);
--> statement-breakpoint
CREATE TABLE "service_record_changes" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"recipient_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"sent" boolean DEFAULT false NOT NULL,
	"record_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "service_record_changes_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "service_record_changes_version" UNIQUE("district_id","record_id","version"),
	CONSTRAINT "service_record_changes_subjects" CHECK (cardinality("service_record_changes"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "service_records" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"recipient_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"sent" boolean DEFAULT false NOT NULL,
	"referral_id" uuid NOT NULL,
	"provided_on" date NOT NULL,
	"amount" bigint NOT NULL,
	"unit" "service_unit" NOT NULL,
	"words" text,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "service_records_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "service_records_subjects" CHECK (cardinality("service_records"."subject_ids") > 0),
	CONSTRAINT "service_records_amount" CHECK ("service_records"."amount" > 0)
);
--> statement-breakpoint
ALTER TABLE "consent_policies" ADD COLUMN "proposal_days" integer;--> statement-breakpoint
ALTER TABLE "referral_messages" ADD COLUMN "answered_by_id" uuid;--> statement-breakpoint
ALTER TABLE "referrals" ADD COLUMN "linkage_id" uuid;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_decided_by_id_posts_id_fk" FOREIGN KEY ("decided_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_district_id_agreement_id_agreements_district_id_id_fk" FOREIGN KEY ("district_id","agreement_id") REFERENCES "public"."agreements"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_district_id_consent_id_consents_district_id_id_fk" FOREIGN KEY ("district_id","consent_id") REFERENCES "public"."consents"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_receipts" ADD CONSTRAINT "report_receipts_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_receipts" ADD CONSTRAINT "report_receipts_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_receipts" ADD CONSTRAINT "report_receipts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_record_changes" ADD CONSTRAINT "service_record_changes_sender_id_organizations_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_record_changes" ADD CONSTRAINT "service_record_changes_recipient_id_organizations_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_record_changes" ADD CONSTRAINT "service_record_changes_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_record_changes" ADD CONSTRAINT "service_record_changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_record_changes" ADD CONSTRAINT "service_record_changes_district_id_record_id_service_records_district_id_id_fk" FOREIGN KEY ("district_id","record_id") REFERENCES "public"."service_records"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_sender_id_organizations_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_recipient_id_organizations_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_records" ADD CONSTRAINT "service_records_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consent_proposals_organization" ON "consent_proposals" USING btree ("organization_id","proposed_at","id");--> statement-breakpoint
CREATE INDEX "consent_proposals_waiting" ON "consent_proposals" USING btree ("district_id","lapses_on","id") WHERE "consent_proposals"."state" = 'PROPOSED';--> statement-breakpoint
CREATE INDEX "report_receipts_organization" ON "report_receipts" USING btree ("organization_id","district_id","received_at","report_id");--> statement-breakpoint
CREATE INDEX "service_record_changes_household" ON "service_record_changes" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "service_records_referral" ON "service_records" USING btree ("district_id","referral_id","provided_on","id");--> statement-breakpoint
CREATE INDEX "service_records_household" ON "service_records" USING btree ("district_id","household_id");--> statement-breakpoint
ALTER TABLE "referral_messages" ADD CONSTRAINT "referral_messages_answered_by_id_organizations_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_district_id_linkage_id_linkages_district_id_id_fk" FOREIGN KEY ("district_id","linkage_id") REFERENCES "public"."linkages"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "member_identities_birth" ON "member_identities" USING btree ("district_id","birth_date");--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_linkage" UNIQUE("district_id","linkage_id");--> statement-breakpoint
-- What recipients answered before is theirs as well. A new database has neither such rows nor yet the keeper's rights.
do $$
begin
  if exists (select from pg_roles where rolname = 'hamkke_keeper')
    and has_table_privilege('hamkke_keeper', 'referral_messages', 'update') then
    set local role hamkke_keeper;
    update referral_messages m set answered_by_id = e.recipient_id from referral_events e
    where e.district_id = m.district_id and e.referral_id = m.referral_id and e.version = m.version
      and e.step in ('ACCEPT', 'REJECT', 'WAITLIST', 'START', 'COMPLETE');
    reset role;
  end if;
end $$;
