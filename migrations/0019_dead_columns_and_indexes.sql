DROP INDEX "services_domain";--> statement-breakpoint
DROP INDEX "services_search";--> statement-breakpoint
ALTER TABLE "districts" DROP COLUMN "english_name";