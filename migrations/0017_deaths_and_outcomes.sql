ALTER TYPE "public"."consent_step" ADD VALUE 'PERSON_DIED';--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "given_up_on" date;--> statement-breakpoint
ALTER TABLE "goals" ADD COLUMN "given_up_because" text;--> statement-breakpoint
ALTER TABLE "needs" ADD COLUMN "ended_on" date;--> statement-breakpoint
ALTER TABLE "member_identities" ADD COLUMN "died_on" date;