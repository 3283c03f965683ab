ALTER TABLE "api_keys" ADD COLUMN "guards" text;
