CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_searches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"confidential" boolean DEFAULT false NOT NULL,
	"organization_id" uuid,
	"organization_confidential" boolean DEFAULT false NOT NULL,
	"version" smallint NOT NULL,
	"name" text NOT NULL,
	"spread" integer NOT NULL,
	"names" text NOT NULL,
	"titles" text NOT NULL,
	"said" "tsvector" NOT NULL,
	"pairs" text[] NOT NULL,
	"status" "service_status" NOT NULL,
	"need_domain" "need_domain",
	"minimum_age" smallint,
	"maximum_age" smallint,
	"districts" text[] NOT NULL,
	"dongs" text[] NOT NULL,
	"languages" text[] NOT NULL,
	"terms" uuid[] NOT NULL,
	"cost" numeric,
	"cost_varies" boolean NOT NULL,
	"hours" "int4multirange" NOT NULL,
	"hours_vary" boolean NOT NULL,
	CONSTRAINT "service_searches_public" CHECK (not "service_searches"."confidential" and not "service_searches"."organization_confidential")
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_confidential" UNIQUE("id","confidential");--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_confidential" UNIQUE("id","confidential");--> statement-breakpoint
ALTER TABLE "service_searches" ADD CONSTRAINT "service_searches_service" FOREIGN KEY ("id","confidential") REFERENCES "public"."services"("id","confidential") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_searches" ADD CONSTRAINT "service_searches_organization" FOREIGN KEY ("organization_id","organization_confidential") REFERENCES "public"."organizations"("id","confidential") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_words_parts" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "service_searches_spread" ON "service_searches" USING btree ("spread","id");--> statement-breakpoint
CREATE INDEX "service_searches_name" ON "service_searches" USING btree ("name" collate "C","id");--> statement-breakpoint
CREATE INDEX "service_searches_of_organization" ON "service_searches" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "service_searches_names" ON "service_searches" USING gin ("names" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "service_searches_titles" ON "service_searches" USING gin ("titles" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "service_searches_said" ON "service_searches" USING gin ("said");--> statement-breakpoint
CREATE INDEX "service_searches_pairs" ON "service_searches" USING gin ("pairs");--> statement-breakpoint
CREATE INDEX "service_searches_districts" ON "service_searches" USING gin ("districts");--> statement-breakpoint
CREATE INDEX "service_searches_dongs" ON "service_searches" USING gin ("dongs");--> statement-breakpoint
CREATE INDEX "service_searches_languages" ON "service_searches" USING gin ("languages");--> statement-breakpoint
CREATE INDEX "service_searches_terms" ON "service_searches" USING gin ("terms");--> statement-breakpoint
CREATE INDEX "locations_place" ON "locations" USING btree ("latitude","longitude");