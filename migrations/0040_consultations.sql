CREATE TYPE "public"."consultation_question_state" AS ENUM('OPEN', 'WAITING_FOR_CONSENT', 'DRAFTED', 'ASKED', 'ANSWERED', 'DECLINED', 'ENDED', 'DONE');--> statement-breakpoint
ALTER TYPE "public"."inbox_kind" ADD VALUE 'CONSULTATION_QUESTION' BEFORE 'REVIEW';--> statement-breakpoint
ALTER TYPE "public"."partner_kind" ADD VALUE 'LEGAL_AID' BEFORE 'SHELTER';--> statement-breakpoint
ALTER TYPE "public"."partner_kind" ADD VALUE 'TAX_ADVISER' BEFORE 'SHELTER';--> statement-breakpoint
CREATE TABLE "consultation_questions" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"consultation_id" uuid NOT NULL,
	"domain" "need_domain" NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"member_ids" uuid[] NOT NULL,
	"words" text NOT NULL,
	"referral_id" uuid,
	"answer" text,
	"answered_by_id" uuid,
	"answered_on" date,
	"post_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "consultation_questions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "consultation_questions_subjects" CHECK (cardinality("consultation_questions"."subject_ids") > 0)
);
--> statement-breakpoint
CREATE TABLE "consultations" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"case_id" uuid,
	"organization_id" uuid NOT NULL,
	"held_on" date NOT NULL,
	"place" text,
	"closed_on" date,
	"post_id" uuid NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "consultations_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "consultation_questions" ADD CONSTRAINT "consultation_questions_answered_by_id_organizations_id_fk" FOREIGN KEY ("answered_by_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultation_questions" ADD CONSTRAINT "consultation_questions_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultation_questions" ADD CONSTRAINT "consultation_questions_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultation_questions" ADD CONSTRAINT "consultation_questions_district_id_consultation_id_consultations_district_id_id_fk" FOREIGN KEY ("district_id","consultation_id") REFERENCES "public"."consultations"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultation_questions" ADD CONSTRAINT "consultation_questions_district_id_referral_id_referrals_district_id_id_fk" FOREIGN KEY ("district_id","referral_id") REFERENCES "public"."referrals"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consultations" ADD CONSTRAINT "consultations_district_id_case_id_cases_district_id_id_fk" FOREIGN KEY ("district_id","case_id") REFERENCES "public"."cases"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "consultation_questions_consultation" ON "consultation_questions" USING btree ("district_id","consultation_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "consultation_questions_household" ON "consultation_questions" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "consultation_questions_referral" ON "consultation_questions" USING btree ("district_id","referral_id");--> statement-breakpoint
CREATE INDEX "consultation_questions_unanswered" ON "consultation_questions" USING btree ("post_id") WHERE "consultation_questions"."answered_on" is null;--> statement-breakpoint
CREATE INDEX "consultations_household" ON "consultations" USING btree ("district_id","household_id","held_on","id");