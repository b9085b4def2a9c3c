ALTER TABLE "assignments" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guardianships" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;