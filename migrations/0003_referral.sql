CREATE TYPE "public"."change_kind" AS ENUM('REFERRAL_DRAFTED', 'REFERRAL_REQUESTED', 'REFERRAL_ACCEPTED', 'REFERRAL_REJECTED', 'REFERRAL_WAITLISTED', 'REFERRAL_STARTED', 'REFERRAL_COMPLETED', 'REFERRAL_CANCELLED', 'REFERRAL_REVOKED', 'REFERRAL_EXPIRED');--> statement-breakpoint
CREATE TYPE "public"."decline_reason" AS ENUM('NO_CAPACITY', 'NOT_ELIGIBLE', 'OUT_OF_AREA', 'SERVICE_ENDED', 'ALREADY_SERVED', 'CANNOT_REACH', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."delivery_state" AS ENUM('PENDING', 'DELIVERED', 'GIVEN_UP');--> statement-breakpoint
CREATE TYPE "public"."referral_state" AS ENUM('DRAFT', 'REQUESTED', 'ACCEPTED', 'REJECTED', 'WAITLISTED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'REVOKED', 'EXPIRED');--> statement-breakpoint
CREATE TYPE "public"."referral_step" AS ENUM('DRAFT', 'REQUEST', 'ACCEPT', 'REJECT', 'WAITLIST', 'START', 'COMPLETE', 'CANCEL', 'REVOKE', 'EXPIRE');--> statement-breakpoint
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
CREATE INDEX "changes_object" ON "changes" USING btree ("district_id","object_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE "webhook_deliveries"."state" = 'PENDING';--> statement-breakpoint
CREATE INDEX "webhooks_organization" ON "webhooks" USING btree ("organization_id") WHERE "webhooks"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "referral_links_referral" ON "referral_links" USING btree ("district_id","referral_id");--> statement-breakpoint
CREATE INDEX "referrals_recipient" ON "referrals" USING btree ("recipient_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "referrals_sender" ON "referrals" USING btree ("sender_id","district_id","created_at","id");--> statement-breakpoint
CREATE INDEX "referrals_received" ON "referrals" USING btree ("recipient_id","district_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "referrals_household" ON "referrals" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "referrals_expiring" ON "referrals" USING btree ("expires_at") WHERE "referrals"."state" = 'REQUESTED';