CREATE TABLE "access_log_heads" (
	"number" bigint PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"last_entry_id" bigint NOT NULL,
	"settled_id" bigint NOT NULL,
	"horizon" bigint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"signature" "bytea" NOT NULL,
	CONSTRAINT "access_log_heads_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "access_log_seals" (
	"position" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "access_log_seals_entry" UNIQUE("entry_id")
);
