CREATE TABLE "uncounted_changes" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "uncounted_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"district_id" text NOT NULL,
	"table_name" text NOT NULL,
	"ids" uuid[] NOT NULL,
	"households" uuid[],
	"members" uuid[],
	CONSTRAINT "uncounted_changes_key" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
-- It is empty again a second after each change: what was deleted must not be read past by whoever asks.
ALTER TABLE "uncounted_changes" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
-- pending_facts goes with the triggers that write into it (src/fact/sql.ts): until then no work could be written.