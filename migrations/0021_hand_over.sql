ALTER TYPE "public"."case_step" ADD VALUE 'MANAGE';--> statement-breakpoint
ALTER TYPE "public"."case_step" ADD VALUE 'HAND_OVER';--> statement-breakpoint
ALTER TABLE "case_steps" ADD COLUMN "to_center_id" uuid;--> statement-breakpoint
ALTER TABLE "case_steps" ADD CONSTRAINT "case_steps_to_center_id_organizations_id_fk" FOREIGN KEY ("to_center_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
UPDATE "case_steps" SET "to_center_id" = "organization_id" WHERE "step" = 'RECEIVE';
