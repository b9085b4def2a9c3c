CREATE TYPE "public"."departure_reason" AS ENUM('MOVED_OUT', 'SEPARATED', 'MARRIED', 'PLACED_IN_CARE', 'IMPRISONED', 'MILITARY_SERVICE', 'MISSING', 'HOUSEHOLD_SPLIT', 'HOUSEHOLDS_MERGED', 'RECORDED_TWICE', 'OTHER', 'UNKNOWN');--> statement-breakpoint
ALTER TYPE "public"."consent_step" ADD VALUE 'PERSON_LEFT';--> statement-breakpoint
CREATE TABLE "departures" (
	"district_id" text NOT NULL,
	"id" uuid NOT NULL,
	"household_id" uuid NOT NULL,
	"member_id" uuid NOT NULL,
	"data_class" "data_class" NOT NULL,
	"subject_ids" uuid[] NOT NULL,
	"reason" "departure_reason" NOT NULL,
	"to_member_id" uuid,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"taken_back_at" timestamp with time zone,
	"post_id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	CONSTRAINT "departures_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
ALTER TABLE "households" ADD COLUMN "merged_into_id" uuid;--> statement-breakpoint
ALTER TABLE "member_identities" ADD COLUMN "left_on" date;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_district_id_household_id_households_district_id_id_fk" FOREIGN KEY ("district_id","household_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_district_id_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "departures" ADD CONSTRAINT "departures_district_id_to_member_id_members_district_id_id_fk" FOREIGN KEY ("district_id","to_member_id") REFERENCES "public"."members"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "departures_household" ON "departures" USING btree ("district_id","household_id");--> statement-breakpoint
CREATE INDEX "departures_member" ON "departures" USING btree ("district_id","member_id","recorded_at","id");--> statement-breakpoint
CREATE INDEX "departures_to" ON "departures" USING btree ("district_id","to_member_id");--> statement-breakpoint
ALTER TABLE "households" ADD CONSTRAINT "households_district_id_merged_into_id_households_district_id_id_fk" FOREIGN KEY ("district_id","merged_into_id") REFERENCES "public"."households"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "households_merged" ON "households" USING btree ("district_id","id") WHERE "households"."merged_into_id" is not null;--> statement-breakpoint
CREATE INDEX "member_identities_left" ON "member_identities" USING btree ("district_id","household_id") WHERE "member_identities"."left_on" is not null;