ALTER TABLE "consent_proposals" ADD COLUMN "withdrawn_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD COLUMN "withdrawn_by_id" uuid;--> statement-breakpoint
ALTER TABLE "consent_proposals" ADD CONSTRAINT "consent_proposals_withdrawn_by_id_posts_id_fk" FOREIGN KEY ("withdrawn_by_id") REFERENCES "public"."posts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "consent_proposals" SET "withdrawn_at" = "decided_at", "withdrawn_by_id" = "decided_by_id", "decided_at" = NULL, "decided_by_id" = NULL WHERE "state"::text = 'WITHDRAWN';
