ALTER TABLE "fact_cells" ADD COLUMN "months" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_cells" DROP CONSTRAINT "fact_cells_key";
--> statement-breakpoint
ALTER TABLE "fact_cells" ADD CONSTRAINT "fact_cells_key" PRIMARY KEY("district_id","measure","first_dimension","second_dimension","months","month");