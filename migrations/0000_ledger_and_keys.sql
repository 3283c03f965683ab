CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"project" text NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"allowed_routes" jsonb NOT NULL,
	"created_at_ms" bigint NOT NULL,
	"expires_at_ms" bigint,
	"revoked_at_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "call_bodies" (
	"id" uuid NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"request" text,
	"request_encoding" text,
	"request_truncated" boolean,
	"response" text,
	"response_encoding" text,
	"response_truncated" boolean,
	CONSTRAINT "call_bodies_pkey" PRIMARY KEY("started_at","id")
) PARTITION BY RANGE ("started_at");
--> statement-breakpoint
CREATE TABLE "calls" (
	"id" uuid NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL,
	"project" text NOT NULL,
	"key_id" text,
	"route" text,
	"target" text,
	"provider" text,
	"requested_model" text,
	"answering_model" text,
	"system_fingerprint" text,
	"dialect" text NOT NULL,
	"operation" text NOT NULL,
	"stream" boolean NOT NULL,
	"outcome" text NOT NULL,
	"status" smallint NOT NULL,
	"error_code" text,
	"finish_reason" text,
	"attempts" integer NOT NULL,
	"input_tokens" bigint,
	"cache_read_tokens" bigint,
	"cache_write_5m_tokens" bigint,
	"cache_write_1h_tokens" bigint,
	"output_tokens" bigint,
	"reasoning_tokens" bigint,
	"input_audio_tokens" bigint,
	"output_audio_tokens" bigint,
	"tool_units" bigint,
	"search_units" bigint,
	"usage_source" text NOT NULL,
	"cost_nanodollars" bigint,
	"price_source" text,
	"price_version" text,
	"ttft_ms" double precision,
	"latency_ms" double precision NOT NULL,
	"overhead_ms" double precision NOT NULL,
	"request_bytes" bigint NOT NULL,
	"response_bytes" bigint NOT NULL,
	"tags" jsonb,
	"end_user" text,
	"session" text,
	"provider_request_id" text,
	"config_hash" text NOT NULL,
	"recorded_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"arrived" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	CONSTRAINT "calls_pkey" PRIMARY KEY("started_at","id")
) PARTITION BY RANGE ("started_at");
--> statement-breakpoint
CREATE TABLE "revisions" (
	"subject" text PRIMARY KEY NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_keys_prefix" ON "api_keys" USING btree ("prefix");--> statement-breakpoint
CREATE INDEX "calls_arrived" ON "calls" USING btree ("arrived");--> statement-breakpoint
CREATE INDEX "calls_project" ON "calls" USING btree ("project","started_at","id");--> statement-breakpoint
CREATE INDEX "calls_route" ON "calls" USING btree ("route","started_at","id") WHERE route is not null;--> statement-breakpoint
CREATE INDEX "calls_provider" ON "calls" USING btree ("provider","started_at","id");--> statement-breakpoint
CREATE INDEX "calls_requested_model" ON "calls" USING btree ("requested_model" text_pattern_ops,"started_at","id");--> statement-breakpoint
CREATE INDEX "calls_answering_model" ON "calls" USING btree ("answering_model" text_pattern_ops,"started_at","id");--> statement-breakpoint
CREATE INDEX "calls_not_answered" ON "calls" USING btree ("outcome","started_at","id") WHERE outcome <> 'answered';--> statement-breakpoint
CREATE INDEX "calls_failed_status" ON "calls" USING btree ("status","started_at","id") WHERE status >= 300;--> statement-breakpoint
CREATE INDEX "calls_error_code" ON "calls" USING btree ("error_code","started_at","id") WHERE error_code is not null;--> statement-breakpoint
CREATE INDEX "calls_end_user" ON "calls" USING btree ("end_user","started_at","id") WHERE end_user is not null;--> statement-breakpoint
CREATE INDEX "calls_session" ON "calls" USING btree ("session","started_at","id") WHERE session is not null;--> statement-breakpoint
CREATE INDEX "calls_slow" ON "calls" USING btree ("latency_ms") WHERE latency_ms >= 10000;--> statement-breakpoint
CREATE INDEX "calls_dear" ON "calls" USING btree ("cost_nanodollars") WHERE cost_nanodollars >= 10000000;--> statement-breakpoint
CREATE INDEX "calls_tags" ON "calls" USING gin ("tags" jsonb_path_ops) WHERE tags is not null;
--> statement-breakpoint
CREATE TABLE "calls_default" PARTITION OF "calls" DEFAULT;--> statement-breakpoint
CREATE TABLE "call_bodies_default" PARTITION OF "call_bodies" DEFAULT;--> statement-breakpoint
INSERT INTO "revisions" ("subject", "revision") VALUES ('keys', 0);--> statement-breakpoint
CREATE FUNCTION "holdfast_keys_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "revisions" SET "revision" = "revision" + 1 WHERE "subject" = 'keys';
  PERFORM pg_notify('holdfast', 'keys');
  RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "api_keys_changed" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "api_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION "holdfast_keys_changed"();
