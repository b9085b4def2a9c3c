CREATE TYPE "public"."address_type" AS ENUM('PHYSICAL', 'POSTAL', 'VIRTUAL');--> statement-breakpoint
CREATE TYPE "public"."assignment_kind" AS ENUM('CASE', 'VISIT');--> statement-breakpoint
CREATE TYPE "public"."basis" AS ENUM('CONTROLLER', 'CONSENT', 'REFERRAL', 'BREAK_GLASS');--> statement-breakpoint
CREATE TYPE "public"."consent_method" AS ENUM('PAPER', 'PHONE', 'WEB', 'EMAIL', 'IN_PERSON');--> statement-breakpoint
CREATE TYPE "public"."data_class" AS ENUM('SUMMARY', 'IDENTITY', 'CONTACT', 'UNIQUE_ID', 'HEALTH', 'MENTAL_HEALTH', 'FINANCE', 'HOUSING', 'EMPLOYMENT', 'EDUCATION', 'FAMILY', 'LEGAL', 'SAFETY', 'CASE_NOTE', 'SAFE_LOCATION', 'INVESTIGATION');--> statement-breakpoint
CREATE TYPE "public"."duty" AS ENUM('CENTER_HEAD', 'CASE_MANAGER', 'COUNSELLOR', 'CONSULTATION_SPECIALIST', 'VISITING_NURSE', 'NEIGHBOURHOOD_OFFICER', 'WELFARE_PLANNER', 'PORTAL_ADMINISTRATOR', 'DISPATCHED_POLICE', 'POLICE_OFFICER', 'PARTNER_WORKER', 'PRIVACY_OFFICER', 'STATISTICS', 'CATALOGUE_EDITOR', 'SPONSOR', 'COMMITTEE_EXPERT', 'REPORTER');--> statement-breakpoint
CREATE TYPE "public"."funded_by" AS ENUM('BUDGET_LINE', 'PLEDGE', 'PROVIDER');--> statement-breakpoint
CREATE TYPE "public"."household_type" AS ENUM('SINGLE', 'COUPLE', 'TWO_PARENT', 'SINGLE_PARENT', 'GRANDPARENT', 'EXTENDED', 'MULTICULTURAL', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."incident_kind" AS ENUM('DOMESTIC_VIOLENCE', 'ELDER_ABUSE', 'CHILD_ABUSE', 'NEGLECT', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."intake_source" AS ENUM('POLICE_112', 'HOTLINE_129', 'DONG_CENTER', 'NEIGHBOUR', 'PARTNER', 'SCHOOL', 'HOUSING', 'SELF', 'SURVEY', 'EMERGENCY_APPLICATION', 'UNIVERSAL_65', 'UNIVERSAL_BIRTH');--> statement-breakpoint
CREATE TYPE "public"."level" AS ENUM('GENERAL', 'INTENSIVE', 'COMPLEX');--> statement-breakpoint
CREATE TYPE "public"."location_type" AS ENUM('PHYSICAL', 'POSTAL', 'VIRTUAL');--> statement-breakpoint
CREATE TYPE "public"."need_domain" AS ENUM('SAFETY', 'HEALTH', 'MENTAL_HEALTH', 'DAILY_LIVING', 'FAMILY', 'EDUCATION', 'EMPLOYMENT', 'HOUSING', 'FINANCE', 'LEGAL', 'SOCIAL');--> statement-breakpoint
CREATE TYPE "public"."note_kind" AS ENUM('CONSULTATION', 'VISIT', 'CONFERENCE', 'MONITORING');--> statement-breakpoint
CREATE TYPE "public"."partner_kind" AS ENUM('DISTRICT_OFFICE', 'DONG_OFFICE', 'CRISIS_CENTER', 'POLICE', 'WELFARE_CENTER', 'COUNSELLING_CENTER', 'CLINIC', 'MENTAL_HEALTH_CENTER', 'SCHOOL', 'CHILD_CARE', 'HOUSING_OFFICE', 'SHELTER', 'FOUNDATION', 'COMPANY', 'RESEARCH', 'OTHER');--> statement-breakpoint
CREATE TYPE "public"."purpose" AS ENUM('CASE_MANAGEMENT', 'SERVICE_PROVISION', 'CRISIS_INTERVENTION');--> statement-breakpoint
CREATE TYPE "public"."risk_level" AS ENUM('LOW', 'MODERATE', 'HIGH');--> statement-breakpoint
CREATE TYPE "public"."screening_list" AS ENUM('LIVELIHOOD_REFUSED', 'BLIND_SPOT', 'EMERGENCY_APPLICATION', 'UNIVERSAL_VISIT');--> statement-breakpoint
CREATE TYPE "public"."sector" AS ENUM('PUBLIC', 'PRIVATE');--> statement-breakpoint
CREATE TYPE "public"."service_status" AS ENUM('ACTIVE', 'INACTIVE', 'DEFUNCT', 'TEMPORARILY_CLOSED');--> statement-breakpoint
CREATE TYPE "public"."sex" AS ENUM('FEMALE', 'MALE', 'UNKNOWN');--> statement-breakpoint
CREATE TYPE "public"."sponsor_kind" AS ENUM('COMPANY', 'FOUNDATION', 'GROUP', 'ACADEMY', 'CITIZEN');--> statement-breakpoint
CREATE TYPE "public"."stage" AS ENUM('RECEIVED', 'TRIAGED', 'INITIAL_CONSULTATION', 'ASSESSMENT', 'CONFERENCE', 'PLANNED', 'LINKING', 'MONITORING', 'CLOSED', 'FOLLOW_UP');--> statement-breakpoint
CREATE TYPE "public"."tenure" AS ENUM('OWNED', 'JEONSE', 'MONTHLY_RENT', 'PUBLIC_RENTAL', 'TEMPORARY', 'NONE');--> statement-breakpoint
CREATE TYPE "public"."track" AS ENUM('CASE_MANAGED', 'SERVICE_LINKED', 'NOT_SELECTED');--> statement-breakpoint
CREATE TYPE "public"."visit_tier" AS ENUM('HEALTHY', 'MODERATE', 'HIGH');--> statement-breakpoint
CREATE TYPE "public"."weekday" AS ENUM('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');--> statement-breakpoint
CREATE TABLE "assignments" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"kind" "assignment_kind" NOT NULL,
	"from" date NOT NULL,
	"until" date,
	CONSTRAINT "assignments_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "case_notes" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"kind" "note_kind" NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "case_notes_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "case_notes_subjects" CHECK (cardinality("case_notes"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"center_id" uuid NOT NULL,
	"stage" "stage" NOT NULL,
	"track" "track",
	"level" "level",
	"opened_on" date NOT NULL,
	"closed_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "cases_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "goals" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"domain" "need_domain" NOT NULL,
	"description" text NOT NULL,
	"due_on" date,
	"achieved_on" date,
	CONSTRAINT "goals_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "goals_subjects" CHECK (cardinality("goals"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "intake_reports" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid,
	"received_at" timestamp with time zone NOT NULL,
	"center_id" uuid NOT NULL,
	CONSTRAINT "intake_reports_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "linkages" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"domain" "need_domain" NOT NULL,
	"service_id" uuid,
	"provider_id" uuid,
	"sector" "sector" NOT NULL,
	"funded_by" "funded_by" NOT NULL,
	"value_krw" bigint,
	"linked_on" date NOT NULL,
	CONSTRAINT "linkages_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "linkages_subjects" CHECK (cardinality("linkages"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "needs" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"domain" "need_domain" NOT NULL,
	"severity" "risk_level",
	"description" text NOT NULL,
	CONSTRAINT "needs_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "needs_subjects" CHECK (cardinality("needs"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "report_investigations" (
	"district_id" text NOT NULL,
	"report_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"police_organization_id" uuid NOT NULL,
	"record" text NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_investigations_district_id_report_id_pk" PRIMARY KEY("district_id","report_id")
);
--> statement-breakpoint
CREATE TABLE "report_origins" (
	"district_id" text NOT NULL,
	"report_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"source" "intake_source" NOT NULL,
	"emergency" boolean DEFAULT false NOT NULL,
	"sender_id" uuid,
	CONSTRAINT "report_origins_district_id_report_id_pk" PRIMARY KEY("district_id","report_id"),
	CONSTRAINT "report_origins_subjects" CHECK (cardinality("report_origins"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "report_safeties" (
	"district_id" text NOT NULL,
	"report_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"data_class" "data_class" DEFAULT 'SAFETY' NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"incident_kind" "incident_kind",
	"narrative" text,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "report_safeties_district_id_report_id_pk" PRIMARY KEY("district_id","report_id"),
	CONSTRAINT "report_safeties_subjects" CHECK (cardinality("report_safeties"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "accessibilities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"location_id" uuid NOT NULL,
	"description" text,
	"details" text,
	"url" text
);
--> statement-breakpoint
CREATE TABLE "addresses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"location_id" uuid,
	"attention" text,
	"address_1" text NOT NULL,
	"address_2" text,
	"city" text NOT NULL,
	"region" text,
	"state_province" text NOT NULL,
	"postal_code" text NOT NULL,
	"country" text NOT NULL,
	"address_type" "address_type" DEFAULT 'PHYSICAL' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "contacts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"location_id" uuid,
	"service_at_location_id" uuid,
	"name" text,
	"title" text,
	"department" text,
	"email" text
);
--> statement-breakpoint
CREATE TABLE "cost_options" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"option" text,
	"currency" text,
	"amount" numeric(14,2),
	"amount_description" text
);
--> statement-breakpoint
CREATE TABLE "languages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid,
	"location_id" uuid,
	"name" text,
	"code" text,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "locations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"location_type" "location_type" DEFAULT 'PHYSICAL' NOT NULL,
	"name" text,
	"alternate_name" text,
	"description" text,
	"transportation" text,
	"url" text,
	"latitude" double precision,
	"longitude" double precision
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"alternate_name" text,
	"description" text,
	"email" text,
	"website" text,
	"tax_status" text,
	"tax_id" text,
	"year_incorporated" smallint,
	"legal_status" text,
	"logo" text,
	"uri" text,
	"parent_organization_id" uuid,
	"partner_kind" "partner_kind",
	"district_id" text,
	"search_text" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "phones" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"location_id" uuid,
	"service_at_location_id" uuid,
	"contact_id" uuid,
	"number" text NOT NULL,
	"extension" text,
	"type" text,
	"description" text
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"location_id" uuid,
	"service_at_location_id" uuid,
	"valid_from" date,
	"valid_to" date,
	"dtstart" date,
	"freq" text,
	"interval" integer,
	"byday" "weekday",
	"description" text,
	"opens_at" time,
	"closes_at" time,
	"notes" text
);
--> statement-breakpoint
CREATE TABLE "service_attributes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid NOT NULL,
	"taxonomy_term_id" uuid NOT NULL,
	"value" text,
	"label" text,
	CONSTRAINT "service_attributes_once" UNIQUE("service_id","taxonomy_term_id")
);
--> statement-breakpoint
CREATE TABLE "service_capacities" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid NOT NULL,
	"unit_id" uuid NOT NULL,
	"available" integer NOT NULL,
	"maximum" integer,
	"description" text,
	"updated" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "services" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"name" text NOT NULL,
	"alternate_name" text,
	"description" text,
	"url" text,
	"email" text,
	"status" "service_status" DEFAULT 'ACTIVE' NOT NULL,
	"interpretation_services" text,
	"application_process" text,
	"fees_description" text,
	"wait_time" text,
	"accreditations" text,
	"licenses" text,
	"eligibility_description" text,
	"minimum_age" smallint,
	"maximum_age" smallint,
	"assured_date" date,
	"assurer_email" text,
	"alert" text,
	"need_domain" "need_domain",
	"district_id" text,
	"search_text" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "services_at_location" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid NOT NULL,
	"location_id" uuid NOT NULL,
	"description" text
);
--> statement-breakpoint
CREATE TABLE "sponsors" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"kind" "sponsor_kind" NOT NULL,
	"public_name" text,
	"organization_id" uuid,
	"district_id" text
);
--> statement-breakpoint
CREATE TABLE "sponsorships" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"sponsor_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"since" date NOT NULL,
	"until" date
);
--> statement-breakpoint
CREATE TABLE "taxonomies" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"uri" text,
	"version" text
);
--> statement-breakpoint
CREATE TABLE "taxonomy_terms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"taxonomy_id" uuid,
	"parent_id" uuid,
	"code" text,
	"name" text NOT NULL,
	"description" text,
	"term_uri" text
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"scheme" text,
	"identifier" text,
	"uri" text
);
--> statement-breakpoint
CREATE TABLE "agreements" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"title" text NOT NULL,
	"sheltered" boolean DEFAULT false NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	"ended_on" date,
	"auto_renews" boolean DEFAULT false NOT NULL,
	"notice_days" integer DEFAULT 30 NOT NULL,
	"purposes" "purpose"[] NOT NULL,
	"classes" "data_class"[] NOT NULL,
	CONSTRAINT "agreements_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"given_by_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"agreement_id" uuid NOT NULL,
	"sheltered" boolean DEFAULT false NOT NULL,
	"purpose" "purpose" NOT NULL,
	"classes" "data_class"[] NOT NULL,
	"household_wide" boolean DEFAULT false NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date NOT NULL,
	"method" "consent_method" NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "consents_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "household_families" (
	"district_id" text NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"household_type" "household_type",
	"care_situation" text,
	CONSTRAINT "household_families_district_id_household_id_pk" PRIMARY KEY("district_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "household_finances" (
	"district_id" text NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"monthly_income_krw" bigint,
	"debt_krw" bigint,
	"benefits" text[],
	CONSTRAINT "household_finances_district_id_household_id_pk" PRIMARY KEY("district_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "household_housings" (
	"district_id" text NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tenure" "tenure",
	"deposit_krw" bigint,
	"monthly_rent_krw" bigint,
	"months_in_arrears" smallint,
	"condition" text,
	CONSTRAINT "household_housings_district_id_household_id_pk" PRIMARY KEY("district_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "household_summaries" (
	"district_id" text NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"responsible_dong" text NOT NULL,
	"registered_on" date NOT NULL,
	"head_id" uuid,
	CONSTRAINT "household_summaries_district_id_household_id_pk" PRIMARY KEY("district_id","household_id")
);
--> statement-breakpoint
CREATE TABLE "households" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "households_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "member_contacts" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"phone" text,
	"email" text,
	"home_address" text,
	CONSTRAINT "member_contacts_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_educations" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"school" text,
	"grade" text,
	"concern" text,
	CONSTRAINT "member_educations_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_employments" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"status" text,
	"workplace" text,
	"seeking" text,
	CONSTRAINT "member_employments_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_healths" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"conditions" text,
	"disability" text,
	"long_term_care_grade" smallint,
	"visit_tier" "visit_tier",
	CONSTRAINT "member_healths_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_identities" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"birth_date" date,
	"sex" "sex",
	"relation" text,
	CONSTRAINT "member_identities_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_legals" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"matters" text,
	"counsel" text,
	CONSTRAINT "member_legals_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_mental_healths" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"findings" text,
	"depression_risk" "risk_level",
	"dementia_risk" "risk_level",
	CONSTRAINT "member_mental_healths_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_safe_locations" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"place" text NOT NULL,
	"address" text,
	"phone" text,
	"until" date,
	CONSTRAINT "member_safe_locations_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_safeties" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"alleged_perpetrator" boolean DEFAULT false NOT NULL,
	"risk" "risk_level",
	"findings" text,
	"protective_measures" text,
	CONSTRAINT "member_safeties_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "member_unique_ids" (
	"district_id" text NOT NULL,
	"member_id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"masked_registration_number" text,
	CONSTRAINT "member_unique_ids_district_id_member_id_pk" PRIMARY KEY("district_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"ordinal" smallint DEFAULT 1 NOT NULL,
	CONSTRAINT "members_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "screenings" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"list" "screening_list" NOT NULL,
	"screened_on" date NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "screenings_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "access_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"request_id" uuid NOT NULL,
	"staff_id" uuid NOT NULL,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"address" text,
	"operation" text NOT NULL,
	"action" text NOT NULL,
	"purpose" "purpose" NOT NULL,
	"district_id" text,
	"household_id" uuid,
	"shown" jsonb NOT NULL,
	"bases" "basis"[] NOT NULL,
	"classes" "data_class"[] NOT NULL,
	"allowed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "hamkke_installed" (
	"name" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "districts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"english_name" text NOT NULL,
	"parent_id" text
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"staff_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"district_id" text NOT NULL,
	"primary" boolean DEFAULT true NOT NULL,
	"duties" "duty"[] NOT NULL,
	"zones" text[] DEFAULT '{}' NOT NULL,
	"title" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"subject" text NOT NULL,
	"name" text NOT NULL,
	"home_organization_id" uuid NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "staff_subject_unique" UNIQUE("subject")
);
--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_notes" ADD CONSTRAINT "case_notes_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_center_id_organizations_id_fk" FOREIGN KEY ("center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "goals" ADD CONSTRAINT "goals_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_reports" ADD CONSTRAINT "intake_reports_center_id_organizations_id_fk" FOREIGN KEY ("center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_reports" ADD CONSTRAINT "intake_reports_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_reports" ADD CONSTRAINT "intake_reports_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkages" ADD CONSTRAINT "linkages_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkages" ADD CONSTRAINT "linkages_provider_id_organizations_id_fk" FOREIGN KEY ("provider_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkages" ADD CONSTRAINT "linkages_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "linkages" ADD CONSTRAINT "linkages_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_investigations" ADD CONSTRAINT "report_investigations_police_organization_id_organizations_id_fk" FOREIGN KEY ("police_organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_investigations" ADD CONSTRAINT "report_investigations_district_id_report_id_intake_reports_district_id_id_fk" FOREIGN KEY ("district_id","report_id") REFERENCES "public"."intake_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_origins" ADD CONSTRAINT "report_origins_sender_id_organizations_id_fk" FOREIGN KEY ("sender_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_origins" ADD CONSTRAINT "report_origins_district_id_report_id_intake_reports_district_id_id_fk" FOREIGN KEY ("district_id","report_id") REFERENCES "public"."intake_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_safeties" ADD CONSTRAINT "report_safeties_district_id_report_id_intake_reports_district_id_id_fk" FOREIGN KEY ("district_id","report_id") REFERENCES "public"."intake_reports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accessibilities" ADD CONSTRAINT "accessibilities_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addresses" ADD CONSTRAINT "addresses_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_service_at_location_id_services_at_location_id_fk" FOREIGN KEY ("service_at_location_id") REFERENCES "public"."services_at_location"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_options" ADD CONSTRAINT "cost_options_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "languages" ADD CONSTRAINT "languages_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "languages" ADD CONSTRAINT "languages_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "locations" ADD CONSTRAINT "locations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_service_at_location_id_services_at_location_id_fk" FOREIGN KEY ("service_at_location_id") REFERENCES "public"."services_at_location"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phones" ADD CONSTRAINT "phones_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_service_at_location_id_services_at_location_id_fk" FOREIGN KEY ("service_at_location_id") REFERENCES "public"."services_at_location"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_attributes" ADD CONSTRAINT "service_attributes_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_attributes" ADD CONSTRAINT "service_attributes_taxonomy_term_id_taxonomy_terms_id_fk" FOREIGN KEY ("taxonomy_term_id") REFERENCES "public"."taxonomy_terms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_capacities" ADD CONSTRAINT "service_capacities_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_capacities" ADD CONSTRAINT "service_capacities_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services_at_location" ADD CONSTRAINT "services_at_location_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services_at_location" ADD CONSTRAINT "services_at_location_location_id_locations_id_fk" FOREIGN KEY ("location_id") REFERENCES "public"."locations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sponsors" ADD CONSTRAINT "sponsors_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sponsorships" ADD CONSTRAINT "sponsorships_sponsor_id_sponsors_id_fk" FOREIGN KEY ("sponsor_id") REFERENCES "public"."sponsors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sponsorships" ADD CONSTRAINT "sponsorships_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "taxonomy_terms" ADD CONSTRAINT "taxonomy_terms_taxonomy_id_taxonomies_id_fk" FOREIGN KEY ("taxonomy_id") REFERENCES "public"."taxonomies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_district_id_given_by_id_members_district_id_id_fk" FOREIGN KEY ("district_id","given_by_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_district_id_agreement_id_agreements_district_id_id_fk" FOREIGN KEY ("district_id","agreement_id") REFERENCES "public"."agreements"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_families" ADD CONSTRAINT "household_families_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_finances" ADD CONSTRAINT "household_finances_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_housings" ADD CONSTRAINT "household_housings_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_summaries" ADD CONSTRAINT "household_summaries_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "household_summaries" ADD CONSTRAINT "household_summaries_district_id_head_id_members_district_id_id_fk" FOREIGN KEY ("district_id","head_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_contacts" ADD CONSTRAINT "member_contacts_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_educations" ADD CONSTRAINT "member_educations_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_employments" ADD CONSTRAINT "member_employments_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_healths" ADD CONSTRAINT "member_healths_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_identities" ADD CONSTRAINT "member_identities_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_legals" ADD CONSTRAINT "member_legals_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_mental_healths" ADD CONSTRAINT "member_mental_healths_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_safe_locations" ADD CONSTRAINT "member_safe_locations_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_safeties" ADD CONSTRAINT "member_safeties_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD CONSTRAINT "member_unique_ids_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "screenings" ADD CONSTRAINT "screenings_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_staff_id_staff_id_fk" FOREIGN KEY ("staff_id") REFERENCES "public"."staff"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_home_organization_id_organizations_id_fk" FOREIGN KEY ("home_organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assignments_post" ON "assignments" USING btree ("post_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "assignments_household" ON "assignments" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "case_notes_household" ON "case_notes" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "case_notes_case" ON "case_notes" USING btree ("district_id","case_id","written_at","id");--> statement-breakpoint
CREATE INDEX "cases_household" ON "cases" USING btree ("district_id","household_id","opened_on","id");--> statement-breakpoint
CREATE INDEX "cases_center" ON "cases" USING btree ("center_id","district_id","opened_on","id");--> statement-breakpoint
CREATE INDEX "cases_opened" ON "cases" USING btree ("district_id","opened_on","id");--> statement-breakpoint
CREATE INDEX "goals_household" ON "goals" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "goals_case" ON "goals" USING btree ("district_id","case_id","id");--> statement-breakpoint
CREATE INDEX "intake_reports_household" ON "intake_reports" USING btree ("district_id","household_id","received_at","id");--> statement-breakpoint
CREATE INDEX "intake_reports_center" ON "intake_reports" USING btree ("center_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "linkages_household" ON "linkages" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "linkages_case" ON "linkages" USING btree ("district_id","case_id","linked_on","id");--> statement-breakpoint
CREATE INDEX "needs_household" ON "needs" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "needs_case" ON "needs" USING btree ("district_id","case_id","id");--> statement-breakpoint
CREATE INDEX "report_origins_sender" ON "report_origins" USING btree ("sender_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "accessibilities_location" ON "accessibilities" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "addresses_location" ON "addresses" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "contacts_organization" ON "contacts" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "contacts_service" ON "contacts" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "contacts_location" ON "contacts" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "contacts_service_at_location" ON "contacts" USING btree ("service_at_location_id");--> statement-breakpoint
CREATE INDEX "cost_options_service" ON "cost_options" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "languages_service" ON "languages" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "languages_location" ON "languages" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "locations_organization" ON "locations" USING btree ("organization_id","name","id");--> statement-breakpoint
CREATE INDEX "organizations_name" ON "organizations" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "organizations_search" ON "organizations" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "phones_organization" ON "phones" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "phones_service" ON "phones" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "phones_location" ON "phones" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "phones_service_at_location" ON "phones" USING btree ("service_at_location_id");--> statement-breakpoint
CREATE INDEX "phones_contact" ON "phones" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "schedules_service" ON "schedules" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "schedules_location" ON "schedules" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "schedules_service_at_location" ON "schedules" USING btree ("service_at_location_id");--> statement-breakpoint
CREATE INDEX "schedules_organization" ON "schedules" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "service_attributes_term" ON "service_attributes" USING btree ("taxonomy_term_id");--> statement-breakpoint
CREATE INDEX "service_capacities_service" ON "service_capacities" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "services_organization" ON "services" USING btree ("organization_id","name","id");--> statement-breakpoint
CREATE INDEX "services_name" ON "services" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "services_domain" ON "services" USING btree ("need_domain","name","id");--> statement-breakpoint
CREATE INDEX "services_search" ON "services" USING gin ("search_text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "services_at_location_service" ON "services_at_location" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "services_at_location_location" ON "services_at_location" USING btree ("location_id");--> statement-breakpoint
CREATE INDEX "sponsors_kind" ON "sponsors" USING btree ("kind","id");--> statement-breakpoint
CREATE INDEX "sponsorships_service" ON "sponsorships" USING btree ("service_id","since","id");--> statement-breakpoint
CREATE INDEX "sponsorships_sponsor" ON "sponsorships" USING btree ("sponsor_id");--> statement-breakpoint
CREATE INDEX "taxonomy_terms_taxonomy" ON "taxonomy_terms" USING btree ("taxonomy_id","name","id");--> statement-breakpoint
CREATE INDEX "taxonomy_terms_parent" ON "taxonomy_terms" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "taxonomy_terms_code" ON "taxonomy_terms" USING btree ("code");--> statement-breakpoint
CREATE INDEX "agreements_organization" ON "agreements" USING btree ("organization_id","district_id");--> statement-breakpoint
CREATE INDEX "consents_recipient" ON "consents" USING btree ("organization_id","district_id","household_id");--> statement-breakpoint
CREATE INDEX "consents_household" ON "consents" USING btree ("district_id","household_id","given_at","id");--> statement-breakpoint
CREATE INDEX "household_summaries_dong" ON "household_summaries" USING btree ("district_id","responsible_dong","household_id");--> statement-breakpoint
CREATE INDEX "member_contacts_household" ON "member_contacts" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_educations_household" ON "member_educations" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_employments_household" ON "member_employments" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_healths_household" ON "member_healths" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_identities_household" ON "member_identities" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_identities_name" ON "member_identities" USING btree ("district_id","name");--> statement-breakpoint
CREATE INDEX "member_legals_household" ON "member_legals" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_mental_healths_household" ON "member_mental_healths" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_safe_locations_household" ON "member_safe_locations" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_safeties_household" ON "member_safeties" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "member_unique_ids_household" ON "member_unique_ids" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "members_household" ON "members" USING btree ("district_id","household_id","ordinal","id");--> statement-breakpoint
CREATE INDEX "screenings_household" ON "screenings" USING btree ("district_id","household_id","screened_on","id");--> statement-breakpoint
CREATE INDEX "screenings_day" ON "screenings" USING btree ("district_id","screened_on");--> statement-breakpoint
CREATE INDEX "access_log_household" ON "access_log" USING btree ("district_id","household_id","at");--> statement-breakpoint
CREATE INDEX "access_log_staff" ON "access_log" USING btree ("staff_id","at");--> statement-breakpoint
CREATE INDEX "posts_staff" ON "posts" USING btree ("staff_id");