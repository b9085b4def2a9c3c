CREATE TABLE "record_sources" (
	"record_id" uuid NOT NULL,
	"source" text NOT NULL,
	"entity" text NOT NULL,
	CONSTRAINT "record_sources_record_id_source_pk" PRIMARY KEY("record_id","source")
);
--> statement-breakpoint
CREATE INDEX "record_sources_source" ON "record_sources" USING btree ("source","entity");