CREATE TYPE "public"."figure_state" AS ENUM('KNOWN', 'IMPOSSIBLE', 'SUPPRESSED', 'UNKNOWN');--> statement-breakpoint
CREATE TABLE "release_cells" (
	"district_id" text NOT NULL,
	"measure" "measure" NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	"month" date NOT NULL,
	"number" integer NOT NULL,
	"state" "figure_state" NOT NULL,
	"figure" bigint,
	CONSTRAINT "release_cells_key" PRIMARY KEY("district_id","measure","dimension","month","value","number")
);
--> statement-breakpoint
CREATE TABLE "release_ledgers" (
	"district_id" text NOT NULL,
	"measure" "measure" NOT NULL,
	"ledger" jsonb NOT NULL,
	CONSTRAINT "release_ledgers_district_id_measure_pk" PRIMARY KEY("district_id","measure")
);
--> statement-breakpoint
CREATE TABLE "release_secrets" (
	"district_id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"district_id" text NOT NULL,
	"number" integer NOT NULL,
	"first_month" date NOT NULL,
	"last_month" date NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"last_fact_id" bigint NOT NULL,
	"protection" jsonb NOT NULL,
	"hash" text NOT NULL,
	"signature" text NOT NULL,
	"key_id" text NOT NULL,
	CONSTRAINT "releases_district_id_number_pk" PRIMARY KEY("district_id","number")
);
--> statement-breakpoint
ALTER TABLE "release_cells" ADD CONSTRAINT "release_cells_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_ledgers" ADD CONSTRAINT "release_ledgers_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "release_secrets" ADD CONSTRAINT "release_secrets_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "releases" ADD CONSTRAINT "releases_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;