DROP INDEX "pending_facts_district";--> statement-breakpoint
ALTER TABLE "pending_facts" DROP CONSTRAINT "pending_facts_pkey";--> statement-breakpoint
ALTER TABLE "pending_facts" ADD CONSTRAINT "pending_facts_key" PRIMARY KEY("district_id","fact_id");
