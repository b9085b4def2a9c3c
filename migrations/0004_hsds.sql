CREATE TABLE "meta_table_descriptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text,
	"language" text,
	"character_set" text
);
--> statement-breakpoint
CREATE TABLE "metadata" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"resource_id" uuid NOT NULL,
	"resource_type" text,
	"last_action_date" text NOT NULL,
	"last_action_type" text NOT NULL,
	"field_name" text NOT NULL,
	"previous_value" text NOT NULL,
	"replacement_value" text NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"name" text NOT NULL,
	"alternate_name" text,
	"description" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "attributes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"link_id" uuid NOT NULL,
	"link_entity" text,
	"link_type" text,
	"taxonomy_term_id" uuid,
	"value" text,
	"label" text
);
--> statement-breakpoint
CREATE TABLE "funding" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"source" text
);
--> statement-breakpoint
CREATE TABLE "organization_identifiers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid NOT NULL,
	"identifier_scheme" text,
	"identifier_type" text NOT NULL,
	"identifier" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "required_documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid,
	"document" text,
	"uri" text
);
--> statement-breakpoint
CREATE TABLE "service_areas" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"service_id" uuid,
	"service_at_location_id" uuid,
	"name" text,
	"description" text,
	"extent" text,
	"extent_type" text,
	"uri" text
);
--> statement-breakpoint
CREATE TABLE "urls" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"last_modified" timestamp with time zone DEFAULT now() NOT NULL,
	"organization_id" uuid,
	"service_id" uuid,
	"label" text,
	"url" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "schedules" ALTER COLUMN "byday" SET DATA TYPE text;--> statement-breakpoint
ALTER TABLE "cost_options" ALTER COLUMN "amount" SET DATA TYPE numeric;--> statement-breakpoint
ALTER TABLE "service_capacities" ALTER COLUMN "available" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "service_capacities" ALTER COLUMN "maximum" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "languages" ADD COLUMN "phone_id" uuid;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "timezone" double precision;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "until" date;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "count" integer;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "wkst" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "day_order" smallint GENERATED ALWAYS AS ((strpos('MOTUWETHFRSASU', right(split_part(byday, ',', 1), 2)) + 1) / 2) STORED;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "byweekno" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "bymonthday" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "byyearday" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "schedule_link" text;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "attending_type" text;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "external_identifier" text;--> statement-breakpoint
ALTER TABLE "locations" ADD COLUMN "external_identifier_type" text;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "program_id" uuid;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "fees" text;--> statement-breakpoint
ALTER TABLE "taxonomy_terms" ADD COLUMN "taxonomy" text;--> statement-breakpoint
ALTER TABLE "taxonomy_terms" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "programs" ADD CONSTRAINT "programs_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attributes" ADD CONSTRAINT "attributes_taxonomy_term_id_taxonomy_terms_id_fk" FOREIGN KEY ("taxonomy_term_id") REFERENCES "public"."taxonomy_terms"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funding" ADD CONSTRAINT "funding_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funding" ADD CONSTRAINT "funding_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization_identifiers" ADD CONSTRAINT "organization_identifiers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "required_documents" ADD CONSTRAINT "required_documents_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_areas" ADD CONSTRAINT "service_areas_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_areas" ADD CONSTRAINT "service_areas_service_at_location_id_services_at_location_id_fk" FOREIGN KEY ("service_at_location_id") REFERENCES "public"."services_at_location"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urls" ADD CONSTRAINT "urls_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "urls" ADD CONSTRAINT "urls_service_id_services_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."services"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "metadata_resource" ON "metadata" USING btree ("resource_id","last_action_date","id");--> statement-breakpoint
CREATE INDEX "programs_organization" ON "programs" USING btree ("organization_id","name","id");--> statement-breakpoint
CREATE INDEX "attributes_link" ON "attributes" USING btree ("link_id");--> statement-breakpoint
CREATE INDEX "attributes_term" ON "attributes" USING btree ("taxonomy_term_id","link_id");--> statement-breakpoint
CREATE INDEX "funding_organization" ON "funding" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "funding_service" ON "funding" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "organization_identifiers_organization" ON "organization_identifiers" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "required_documents_service" ON "required_documents" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "service_areas_service" ON "service_areas" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "service_areas_service_at_location" ON "service_areas" USING btree ("service_at_location_id");--> statement-breakpoint
CREATE INDEX "urls_organization" ON "urls" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "urls_service" ON "urls" USING btree ("service_id");--> statement-breakpoint
ALTER TABLE "languages" ADD CONSTRAINT "languages_phone_id_phones_id_fk" FOREIGN KEY ("phone_id") REFERENCES "public"."phones"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_program_id_programs_id_fk" FOREIGN KEY ("program_id") REFERENCES "public"."programs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "languages_phone" ON "languages" USING btree ("phone_id");--> statement-breakpoint
CREATE INDEX "services_program" ON "services" USING btree ("program_id");--> statement-breakpoint
DROP TYPE "public"."weekday";--> statement-breakpoint
ALTER TABLE "service_attributes" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
INSERT INTO "attributes" ("id", "confidential", "last_modified", "link_id", "link_entity", "taxonomy_term_id", "value", "label")
SELECT "id", "confidential", "last_modified", "service_id", 'service', "taxonomy_term_id", "value", "label" FROM "service_attributes";
