-- Names alone: an index that is dropped and made anew would be read from all rows.
ALTER TABLE "search_words" RENAME COLUMN "marks" TO "tokens";--> statement-breakpoint
ALTER TABLE "service_searches" RENAME COLUMN "spread" TO "hash_order";--> statement-breakpoint
ALTER TABLE "service_searches" RENAME COLUMN "marks" TO "tokens";--> statement-breakpoint
ALTER INDEX "search_words_marks" RENAME TO "search_words_tokens";--> statement-breakpoint
ALTER INDEX "service_searches_spread" RENAME TO "service_searches_hash_order";--> statement-breakpoint
ALTER INDEX "service_searches_marks" RENAME TO "service_searches_tokens";
