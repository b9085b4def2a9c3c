CREATE TYPE "public"."ledger_entry_kind" AS ENUM('PLEDGED', 'CANCELLED', 'RECEIVED', 'REFUNDED', 'BUDGETED', 'BUDGET_CUT', 'ALLOCATED', 'RELEASED');--> statement-breakpoint
CREATE TYPE "public"."pledge_kind" AS ENUM('MONEY', 'IN_KIND');--> statement-breakpoint
CREATE TYPE "public"."pledge_state" AS ENUM('PLANNED', 'OPEN', 'USED_UP', 'ENDED', 'CANCELLED');--> statement-breakpoint
CREATE TYPE "public"."release_reason" AS ENUM('NOT_USED', 'SERVICE_ENDED', 'DECLINED', 'REDUCED', 'MISTAKE');--> statement-breakpoint
CREATE TABLE "allocations" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"linkage_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"account_id" uuid NOT NULL,
	"source" "funded_by" NOT NULL,
	"unit" text NOT NULL,
	"amount" bigint NOT NULL,
	"released" bigint DEFAULT 0 NOT NULL,
	"allocated_on" date NOT NULL,
	CONSTRAINT "allocations_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "allocations_subjects" CHECK (cardinality("allocations"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "budget_lines" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"year" integer NOT NULL,
	"title" text NOT NULL,
	"domains" "need_domain"[] DEFAULT '{}' NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "budget_lines_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "budget_lines_title" UNIQUE("district_id","year","title")
);
--> statement-breakpoint
CREATE TABLE "ledger_accounts" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"source" "funded_by" NOT NULL,
	"unit" text NOT NULL,
	"entries" integer DEFAULT 0 NOT NULL,
	"committed" bigint DEFAULT 0 NOT NULL,
	"cancelled" bigint DEFAULT 0 NOT NULL,
	"received" bigint DEFAULT 0 NOT NULL,
	"refunded" bigint DEFAULT 0 NOT NULL,
	"allocated" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "ledger_accounts_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "ledger_accounts_source" CHECK ("ledger_accounts"."source" <> 'PROVIDER'),
	CONSTRAINT "ledger_accounts_within" CHECK ("ledger_accounts"."cancelled" + "ledger_accounts"."refunded" + "ledger_accounts"."allocated" <= "ledger_accounts"."committed"),
	CONSTRAINT "ledger_accounts_received" CHECK ("ledger_accounts"."received" + "ledger_accounts"."cancelled" <= "ledger_accounts"."committed" and "ledger_accounts"."refunded" <= "ledger_accounts"."received"),
	CONSTRAINT "ledger_accounts_none_below" CHECK (least("ledger_accounts"."committed", "ledger_accounts"."cancelled", "ledger_accounts"."received", "ledger_accounts"."refunded", "ledger_accounts"."allocated") >= 0),
	CONSTRAINT "ledger_accounts_exact" CHECK ("ledger_accounts"."committed" < 9007199254740992)
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"district_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" "ledger_entry_kind" NOT NULL,
	"amount" bigint NOT NULL,
	"entered_on" date NOT NULL,
	"entered_at" timestamp with time zone DEFAULT now() NOT NULL,
	"post_id" uuid,
	"allocation_id" uuid,
	"domain" "need_domain",
	"reason" "release_reason",
	"words" text,
	"idempotency_key" text,
	CONSTRAINT "ledger_entries_district_id_account_id_number_pk" PRIMARY KEY("district_id","account_id","number"),
	CONSTRAINT "ledger_entries_key" UNIQUE("post_id","idempotency_key"),
	CONSTRAINT "ledger_entries_amount" CHECK ("ledger_entries"."amount" > 0),
	CONSTRAINT "ledger_entries_allocation" CHECK (("ledger_entries"."kind" in ('ALLOCATED', 'RELEASED')) = ("ledger_entries"."allocation_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "pledges" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"sponsor_id" uuid NOT NULL,
	"title" text NOT NULL,
	"kind" "pledge_kind" NOT NULL,
	"domains" "need_domain"[] DEFAULT '{}' NOT NULL,
	"service_id" uuid,
	"household_types" "household_type"[] DEFAULT '{}' NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "pledges_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_district_id_linkage_id_linkages_district_id_id_fk" FOREIGN KEY ("district_id","linkage_id") REFERENCES "public"."linkages"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_district_id_account_id_ledger_accounts_district_id_id_fk" FOREIGN KEY ("district_id","account_id") REFERENCES "public"."ledger_accounts"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_lines" ADD CONSTRAINT "budget_lines_district_id_id_ledger_accounts_district_id_id_fk" FOREIGN KEY ("district_id","id") REFERENCES "public"."ledger_accounts"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_district_id_account_id_ledger_accounts_district_id_id_fk" FOREIGN KEY ("district_id","account_id") REFERENCES "public"."ledger_accounts"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_sponsor_id_sponsors_id_fk" FOREIGN KEY ("sponsor_id") REFERENCES "public"."sponsors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pledges" ADD CONSTRAINT "pledges_district_id_id_ledger_accounts_district_id_id_fk" FOREIGN KEY ("district_id","id") REFERENCES "public"."ledger_accounts"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "allocations_linkage" ON "allocations" USING btree ("district_id","linkage_id","allocated_on","id");--> statement-breakpoint
CREATE INDEX "allocations_account" ON "allocations" USING btree ("district_id","account_id");--> statement-breakpoint
CREATE INDEX "allocations_household" ON "allocations" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_allocation" ON "ledger_entries" USING btree ("district_id","allocation_id");--> statement-breakpoint
CREATE INDEX "pledges_sponsor" ON "pledges" USING btree ("sponsor_id");--> statement-breakpoint
CREATE INDEX "pledges_district" ON "pledges" USING btree ("district_id","valid_from","id");