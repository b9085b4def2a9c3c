CREATE TABLE "uncounted_changes" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "uncounted_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"district_id" text NOT NULL,
	"table_name" text NOT NULL,
	"ids" uuid[] NOT NULL,
	"households" uuid[],
	"members" uuid[],
	CONSTRAINT "uncounted_changes_key" PRIMARY KEY("district_id","id")
);
-- pending_facts goes with the triggers that write into it (src/fact/sql.ts): until then no work could be written.