CREATE TYPE "public"."region_kind" AS ENUM('PROVINCE', 'DISTRICT', 'UNIT', 'OFFICE');--> statement-breakpoint
CREATE TABLE "district_codes" (
	"code" text NOT NULL,
	"district_id" text NOT NULL,
	"kind" "region_kind" NOT NULL,
	"name" text NOT NULL,
	"province_name" text NOT NULL,
	"parent_id" text,
	"valid_from" date NOT NULL,
	"valid_until" date,
	"successors" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "district_codes_code_valid_from_pk" PRIMARY KEY("code","valid_from"),
	CONSTRAINT "district_codes_code" CHECK ("district_codes"."code" ~ '^[0-9]{10}$' and "district_codes"."district_id" = left("district_codes"."code", 5))
);
--> statement-breakpoint
CREATE TABLE "dong_codes" (
	"code" text NOT NULL,
	"district_id" text NOT NULL,
	"name" text NOT NULL,
	"district_name" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_until" date,
	CONSTRAINT "dong_codes_code_valid_from_pk" PRIMARY KEY("code","valid_from"),
	CONSTRAINT "dong_codes_code" CHECK ("dong_codes"."code" ~ '^[0-9]{10}$' and "dong_codes"."district_id" = left("dong_codes"."code", 5))
);
--> statement-breakpoint
CREATE INDEX "district_codes_name" ON "district_codes" USING btree ("name","code","valid_from");--> statement-breakpoint
CREATE INDEX "dong_codes_district" ON "dong_codes" USING btree ("district_id","name","code","valid_from");