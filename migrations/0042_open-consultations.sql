DROP INDEX "consultation_questions_unanswered";--> statement-breakpoint
CREATE INDEX "consultations_open" ON "consultations" USING btree ("organization_id") WHERE "consultations"."closed_on" is null;