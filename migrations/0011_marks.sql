DROP INDEX "service_searches_names";--> statement-breakpoint
DROP INDEX "service_searches_titles";--> statement-breakpoint
DROP INDEX "service_searches_said";--> statement-breakpoint
DROP INDEX "service_searches_pairs";--> statement-breakpoint
DROP INDEX "service_searches_districts";--> statement-breakpoint
DROP INDEX "service_searches_dongs";--> statement-breakpoint
DROP INDEX "service_searches_languages";--> statement-breakpoint
DROP INDEX "service_searches_terms";--> statement-breakpoint
ALTER TABLE "search_words" ADD COLUMN "marks" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_searches" ADD COLUMN "agency" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_searches" ADD COLUMN "marks" "tsvector" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "service_searches" ADD COLUMN "room_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "search_words_marks" ON "search_words" USING gin ("marks");--> statement-breakpoint
CREATE INDEX "service_searches_marks" ON "service_searches" USING gin ("marks");--> statement-breakpoint
ALTER TABLE "service_searches" DROP COLUMN "titles";--> statement-breakpoint
ALTER TABLE "service_searches" DROP COLUMN "pairs";