ALTER TABLE "campaign_lines" ADD COLUMN "tong" smallint;--> statement-breakpoint
ALTER TABLE "campaign_lines" ADD COLUMN "ban" smallint;--> statement-breakpoint
ALTER TABLE "campaign_lines" ADD CONSTRAINT "campaign_lines_place" CHECK (coalesce("campaign_lines"."tong" between 1 and 999, true)
        and ("campaign_lines"."ban" is null or "campaign_lines"."tong" is not null and "campaign_lines"."ban" between 1 and 99));