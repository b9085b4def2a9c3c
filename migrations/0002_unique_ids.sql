ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_ciphertext" text;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_key_id" text;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "registration_number_index" text;--> statement-breakpoint
CREATE INDEX "member_unique_ids_number" ON "member_unique_ids" USING btree ("registration_number_index","district_id");--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD CONSTRAINT "member_unique_ids_sealed" CHECK (num_nonnulls("member_unique_ids"."registration_number_ciphertext", "member_unique_ids"."registration_number_key_id", "member_unique_ids"."registration_number_index") in (0, 3));--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD CONSTRAINT "member_unique_ids_masked" CHECK ("member_unique_ids"."masked_registration_number" !~ '[0-9]{6}-?[0-9]{2}');