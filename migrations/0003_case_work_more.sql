ALTER TABLE "assignments" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "guardianships" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "member_unique_ids" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_at" ON "changes" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_of" ON "webhook_deliveries" USING btree ("change_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_settled" ON "webhook_deliveries" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "access_log_district" ON "access_log" USING btree ("district_id","at","id");--> statement-breakpoint
CREATE INDEX "access_log_nowhere" ON "access_log" USING btree ("at","id") WHERE "access_log"."district_id" is null;--> statement-breakpoint
CREATE INDEX "referrals_case" ON "referrals" USING btree ("district_id","case_id");