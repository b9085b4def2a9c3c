CREATE INDEX "locations_place" ON "locations" USING btree ("latitude","longitude");--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_confidential" UNIQUE("id","confidential");--> statement-breakpoint
ALTER TABLE "services" ADD CONSTRAINT "services_confidential" UNIQUE("id","confidential");