-- What was one row a sum becomes one row a month: the sums stay as they are.
CREATE TEMP TABLE "cells_of_months" AS
  SELECT "district_id", "measure", "first_dimension", "second_dimension", "month",
    array_agg("first_value" ORDER BY "first_value" COLLATE "C", "second_value" COLLATE "C") AS "first_values",
    array_agg("second_value" ORDER BY "first_value" COLLATE "C", "second_value" COLLATE "C") AS "second_values",
    array_agg("value" ORDER BY "first_value" COLLATE "C", "second_value" COLLATE "C") AS "sums"
  FROM "fact_cells" WHERE "value" <> 0 GROUP BY 1, 2, 3, 4, 5;--> statement-breakpoint
TRUNCATE "fact_cells";--> statement-breakpoint
DROP INDEX "fact_cells_nothing";--> statement-breakpoint
ALTER TABLE "fact_cells" DROP CONSTRAINT "fact_cells_key";--> statement-breakpoint
ALTER TABLE "fact_cells" ADD COLUMN "first_values" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_cells" ADD COLUMN "second_values" text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_cells" ADD COLUMN "sums" bigint[] NOT NULL;--> statement-breakpoint
ALTER TABLE "fact_cells" DROP COLUMN "first_value";--> statement-breakpoint
ALTER TABLE "fact_cells" DROP COLUMN "second_value";--> statement-breakpoint
ALTER TABLE "fact_cells" DROP COLUMN "value";--> statement-breakpoint
ALTER TABLE "fact_cells" ADD CONSTRAINT "fact_cells_key" PRIMARY KEY("district_id","measure","first_dimension","second_dimension","month");--> statement-breakpoint
INSERT INTO "fact_cells" SELECT * FROM "cells_of_months";--> statement-breakpoint
DROP TABLE "cells_of_months";
