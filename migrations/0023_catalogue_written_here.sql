CREATE TABLE "catalogue_edits" (
	"record_id" uuid NOT NULL,
	"field" text NOT NULL,
	"entity" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "catalogue_edits_record_id_field_pk" PRIMARY KEY("record_id","field")
);
--> statement-breakpoint
CREATE TABLE "concealments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" "catalogue_record" NOT NULL,
	"record_id" uuid NOT NULL,
	"district_id" text,
	"reason" text NOT NULL,
	"hidden_before" uuid[] DEFAULT '{}' NOT NULL,
	"post_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_because" text,
	"ended_by_post_id" uuid,
	CONSTRAINT "concealments_ended" CHECK (("concealments"."ended_at" is null) = ("concealments"."ended_by_post_id" is null))
);
--> statement-breakpoint
ALTER TABLE "change_requests" ADD COLUMN "district_id" text;--> statement-breakpoint
CREATE INDEX "catalogue_edits_entity" ON "catalogue_edits" USING btree ("entity","record_id");--> statement-breakpoint
CREATE UNIQUE INDEX "concealments_record" ON "concealments" USING btree ("record_id") WHERE "concealments"."ended_at" is null;