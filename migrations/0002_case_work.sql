CREATE TYPE "public"."case_step" AS ENUM('RECEIVE', 'TRIAGE', 'CONSULT', 'VISIT', 'ASSESS', 'CONFER', 'PLAN', 'LINK', 'MONITOR', 'CLOSE', 'FOLLOW_UP', 'REOPEN', 'TRANSFER');--> statement-breakpoint
CREATE TYPE "public"."change_kind" AS ENUM('REFERRAL_DRAFTED', 'REFERRAL_REQUESTED', 'REFERRAL_ACCEPTED', 'REFERRAL_REJECTED', 'REFERRAL_WAITLISTED', 'REFERRAL_STARTED', 'REFERRAL_COMPLETED', 'REFERRAL_CANCELLED', 'REFERRAL_REVOKED', 'REFERRAL_EXPIRED');--> statement-breakpoint
CREATE TYPE "public"."closure_reason" AS ENUM('GOALS_REACHED', 'NOT_SELECTED', 'DECLINED', 'MOVED', 'LOST_CONTACT', 'DIED', 'TRANSFERRED', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."consent_notice" AS ENUM('RECIPIENT', 'PURPOSE', 'ITEMS', 'RETENTION', 'RIGHT_TO_REFUSE');--> statement-breakpoint
CREATE TYPE "public"."consent_step" AS ENUM('GIVEN', 'NARROWED', 'EXTENDED', 'WITHDRAWN');--> statement-breakpoint
CREATE TYPE "public"."decline_reason" AS ENUM('NO_CAPACITY', 'NOT_ELIGIBLE', 'OUT_OF_AREA', 'SERVICE_ENDED', 'ALREADY_SERVED', 'CANNOT_REACH', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."delivery_state" AS ENUM('PENDING', 'DELIVERED', 'GIVEN_UP');--> statement-breakpoint
CREATE TYPE "public"."emergency_reason" AS ENUM('VIOLENCE', 'LIFE_AT_RISK', 'SUICIDE_RISK', 'CHILD_AT_RISK', 'MISSING_PERSON');--> statement-breakpoint
CREATE TYPE "public"."guardianship_kind" AS ENUM('LEGAL', 'APPOINTED', 'DISTRICT_LEGAL_BASIS');--> statement-breakpoint
CREATE TYPE "public"."notification_kind" AS ENUM('EMERGENCY_DECLARED');--> statement-breakpoint
CREATE TYPE "public"."referral_state" AS ENUM('DRAFT', 'REQUESTED', 'ACCEPTED', 'REJECTED', 'WAITLISTED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'REVOKED', 'EXPIRED');--> statement-breakpoint
CREATE TYPE "public"."referral_step" AS ENUM('DRAFT', 'REQUEST', 'ACCEPT', 'REJECT', 'WAITLIST', 'START', 'COMPLETE', 'CANCEL', 'REVOKE', 'EXPIRE');--> statement-breakpoint
CREATE TYPE "public"."review_outcome" AS ENUM('JUSTIFIED', 'NOT_JUSTIFIED');--> statement-breakpoint
CREATE TYPE "public"."staff_change_kind" AS ENUM('STAFF_ADDED', 'POST_ADDED', 'DISPATCHED', 'POST_CHANGED', 'ACTIVE_CHANGED');--> statement-breakpoint
CREATE TYPE "public"."transfer_reason" AS ENUM('HOUSEHOLD_MOVED', 'JURISDICTION', 'OTHER');--> statement-breakpoint
CREATE TABLE "case_steps" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"step" "case_step" NOT NULL,
	"from_stage" "stage",
	"to_stage" "stage" NOT NULL,
	"track" "track",
	"level" "level",
	"closure_reason" "closure_reason",
	"taken_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid,
	"organization_id" uuid NOT NULL,
	CONSTRAINT "case_steps_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "case_steps_version" UNIQUE("district_id","case_id","version")
);
--> statement-breakpoint
CREATE TABLE "case_transfers" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"to_district_id" text NOT NULL,
	"to_center_id" uuid NOT NULL,
	"to_case_id" text NOT NULL,
	"transfer_reason" "transfer_reason" NOT NULL,
	"classes" "data_class"[] NOT NULL,
	"transferred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid NOT NULL,
	CONSTRAINT "case_transfers_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"post_id" uuid NOT NULL,
	"key" text NOT NULL,
	"operation" text NOT NULL,
	"input_hash" text NOT NULL,
	"result" jsonb,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_post_id_key_pk" PRIMARY KEY("post_id","key")
);
--> statement-breakpoint
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
CREATE TABLE "emergencies" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"reason" "emergency_reason" NOT NULL,
	"words" text NOT NULL,
	"minutes" integer NOT NULL,
	"declared_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	CONSTRAINT "emergencies_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "emergencies_minutes" CHECK ("emergencies"."minutes" between 1 and 60),
	CONSTRAINT "emergencies_end" CHECK ("emergencies"."ends_at" <= "emergencies"."declared_at" + interval '60 minutes')
);
--> statement-breakpoint
CREATE TABLE "notifications" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"kind" "notification_kind" NOT NULL,
	"emergency_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notifications_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "public_holidays" (
	"day" date PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_policies" (
	"district_id" text NOT NULL,
	"night_from" time DEFAULT '22:00' NOT NULL,
	"night_until" time DEFAULT '06:00' NOT NULL,
	"night_reads" integer DEFAULT 10 NOT NULL,
	"households_a_day" integer DEFAULT 50 NOT NULL,
	CONSTRAINT "review_policies_district_id_pk" PRIMARY KEY("district_id")
);
--> statement-breakpoint
CREATE TABLE "review_tasks" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"emergency_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"completed_at" timestamp with time zone,
	"completed_by_id" uuid,
	"outcome" "review_outcome",
	"words" text,
	CONSTRAINT "review_tasks_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" "change_kind" NOT NULL,
	"district_id" text NOT NULL,
	"object_id" uuid NOT NULL,
	CONSTRAINT "changes_position" UNIQUE("organization_id","position")
);
--> statement-breakpoint
CREATE TABLE "feed_heads" (
	"organization_id" uuid PRIMARY KEY NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"webhook_id" uuid NOT NULL,
	"change_id" uuid NOT NULL,
	"state" "delivery_state" DEFAULT 'PENDING' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_status" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"settled_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_change" UNIQUE("webhook_id","change_id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"purpose" "purpose" NOT NULL,
	"url" text NOT NULL,
	"position" bigint NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "access_log_heads" (
	"number" bigint PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"last_entry_id" bigint NOT NULL,
	"settled_id" bigint NOT NULL,
	"horizon" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"signature" "bytea" NOT NULL,
	CONSTRAINT "access_log_heads_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "access_log_seals" (
	"position" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "access_log_seals_entry" UNIQUE("entry_id")
);
--> statement-breakpoint
CREATE TABLE "referral_events" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"recipient_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"sent" boolean DEFAULT false NOT NULL,
	"referral_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"step" "referral_step" NOT NULL,
	"from_state" "referral_state",
	"to_state" "referral_state" NOT NULL,
	"decline_reason" "decline_reason",
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid,
	"organization_id" uuid,
	CONSTRAINT "referral_events_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "referral_events_version" UNIQUE("district_id","referral_id","version")
);
--> statement-breakpoint
CREATE TABLE "referral_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"district_id" text NOT NULL,
	"referral_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "referral_messages" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"organization_id" uuid,
	"body" text NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_messages_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "referral_messages_version" UNIQUE("district_id","referral_id","version"),
	CONSTRAINT "referral_messages_subjects" CHECK (cardinality("referral_messages"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"sender_id" uuid NOT NULL,
	"recipient_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"sent" boolean DEFAULT false NOT NULL,
	"case_id" uuid,
	"service_id" uuid,
	"post_id" uuid NOT NULL,
	"domain" "need_domain" NOT NULL,
	"purpose" "purpose" NOT NULL,
	"classes" "data_class"[] NOT NULL,
	"member_ids" uuid[] NOT NULL,
	"consent_ids" uuid[] DEFAULT '{}' NOT NULL,
	"state" "referral_state" NOT NULL,
	"decline_reason" "decline_reason",
	"waitlist_position" integer,
	"waitlist_until" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"requested_at" timestamp with time zone,
	"expires_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "referrals_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "referrals_subjects" CHECK (cardinality("referrals"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "staff_changes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"post_id" uuid,
	"organization_id" uuid NOT NULL,
	"kind" "staff_change_kind" NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"by_staff_id" uuid NOT NULL,
	"by_post_id" uuid NOT NULL
);
--> statement-breakpoint
ALTER TABLE "consents" ALTER COLUMN "given_by_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "assignments" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "closure_reason" "closure_reason";--> statement-breakpoint
ALTER TABLE "cases" ADD COLUMN "emergency" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "consents" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_ciphertext" text;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_key_id" text;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_index" text;--> statement-breakpoint
ALTER TABLE "posts" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_transfers" ADD CONSTRAINT "case_transfers_to_district_id_districts_id_fk" FOREIGN KEY ("to_district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_transfers" ADD CONSTRAINT "case_transfers_to_center_id_organizations_id_fk" FOREIGN KEY ("to_center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_transfers" ADD CONSTRAINT "case_transfers_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_transfers" ADD CONSTRAINT "case_transfers_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_transfers" ADD CONSTRAINT "case_transfers_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_policies" ADD CONSTRAINT "consent_policies_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_district_id_consent_id_consents_district_id_id_fk" FOREIGN KEY ("district_id","consent_id") REFERENCES "public"."consents"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_steps" ADD CONSTRAINT "consent_steps_district_id_asked_by_id_members_district_id_id_fk" FOREIGN KEY ("district_id","asked_by_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "guardianships" ADD CONSTRAINT "guardianships_district_id_guardian_id_members_district_id_id_fk" FOREIGN KEY ("district_id","guardian_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emergencies" ADD CONSTRAINT "emergencies_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_district_id_emergency_id_emergencies_district_id_id_fk" FOREIGN KEY ("district_id","emergency_id") REFERENCES "public"."emergencies"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_policies" ADD CONSTRAINT "review_policies_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_completed_by_id_posts_id_fk" FOREIGN KEY ("completed_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_tasks" ADD CONSTRAINT "review_tasks_district_id_emergency_id_emergencies_district_id_id_fk" FOREIGN KEY ("district_id","emergency_id") REFERENCES "public"."emergencies"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_change_id_changes_id_fk" FOREIGN KEY ("change_id") REFERENCES "public"."changes"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_sender_id_organizations_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_recipient_id_organizations_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_events" ADD CONSTRAINT "referral_events_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_links" ADD CONSTRAINT "referral_links_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_messages" ADD CONSTRAINT "referral_messages_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referral_messages" ADD CONSTRAINT "referral_messages_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_sender_id_organizations_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_recipient_id_organizations_id_fk" FOREIGN KEY ("recipient_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_by_staff_id_staff_id_fk" FOREIGN KEY ("by_staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff_changes" ADD CONSTRAINT "staff_changes_by_post_id_posts_id_fk" FOREIGN KEY ("by_post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_transfers_case" ON "case_transfers" USING btree ("district_id","case_id","transferred_at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_at" ON "idempotency_keys" USING btree ("at");--> statement-breakpoint
CREATE INDEX "consent_steps_household" ON "consent_steps" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "guardianships_member" ON "guardianships" USING btree ("district_id","member_id","from","id");--> statement-breakpoint
CREATE INDEX "guardianships_household" ON "guardianships" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "emergencies_post" ON "emergencies" USING btree ("post_id","ends_at");--> statement-breakpoint
CREATE INDEX "emergencies_declared" ON "emergencies" USING btree ("district_id","declared_at");--> statement-breakpoint
CREATE INDEX "notifications_post" ON "notifications" USING btree ("post_id","at","id");--> statement-breakpoint
CREATE INDEX "notifications_emergency" ON "notifications" USING btree ("district_id","emergency_id");--> statement-breakpoint
CREATE INDEX "review_tasks_emergency" ON "review_tasks" USING btree ("district_id","emergency_id");--> statement-breakpoint
CREATE INDEX "changes_object" ON "changes" USING btree ("district_id","object_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE "webhook_deliveries"."state" = 'PENDING';--> statement-breakpoint
CREATE INDEX "webhooks_organization" ON "webhooks" USING btree ("organization_id") WHERE "webhooks"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "referral_links_referral" ON "referral_links" USING btree ("district_id","referral_id");--> statement-breakpoint
CREATE INDEX "referrals_recipient" ON "referrals" USING btree ("recipient_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "referrals_sender" ON "referrals" USING btree ("sender_id","district_id","created_at","id");--> statement-breakpoint
CREATE INDEX "referrals_received" ON "referrals" USING btree ("recipient_id","district_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "referrals_household" ON "referrals" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "referrals_expiring" ON "referrals" USING btree ("expires_at") WHERE "referrals"."state" = 'REQUESTED';--> statement-breakpoint
CREATE INDEX "staff_changes_staff" ON "staff_changes" USING btree ("staff_id","changed_at");--> statement-breakpoint
CREATE INDEX "member_unique_ids_number" ON "member_unique_ids" USING btree ("registration_number_index","district_id");--> statement-breakpoint
CREATE INDEX "posts_organization" ON "posts" USING btree ("organization_id");--> statement-breakpoint
CREATE UNIQUE INDEX "posts_one_primary" ON "posts" USING btree ("staff_id") WHERE "posts"."primary" and "posts"."active";--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD CONSTRAINT "member_unique_ids_sealed" CHECK (num_nonnulls("member_unique_ids"."registration_number_ciphertext", "member_unique_ids"."registration_number_key_id", "member_unique_ids"."registration_number_index") in (0, 3));--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD CONSTRAINT "member_unique_ids_masked" CHECK ("member_unique_ids"."masked_registration_number" !~ '[0-9]{6}-?[0-9]{2}');