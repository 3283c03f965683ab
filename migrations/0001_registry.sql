CREATE TABLE "audit_events" (
	"id" text PRIMARY KEY NOT NULL,
	"at_ms" bigint NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "prompt_labels" (
	"name" text NOT NULL,
	"label" text NOT NULL,
	"version" integer NOT NULL,
	"applied" integer,
	"moved_at_ms" bigint NOT NULL,
	"moved_by" text NOT NULL,
	CONSTRAINT "prompt_labels_pkey" PRIMARY KEY("name","label")
);
--> statement-breakpoint
CREATE TABLE "prompt_versions" (
	"name" text NOT NULL,
	"version" integer NOT NULL,
	"hash" text NOT NULL,
	"content" text NOT NULL,
	"author" text NOT NULL,
	"message" text,
	"parent" integer,
	"created_at_ms" bigint NOT NULL,
	CONSTRAINT "prompt_versions_pkey" PRIMARY KEY("name","version")
);
--> statement-breakpoint
CREATE TABLE "releases" (
	"route" text NOT NULL,
	"number" integer NOT NULL,
	"hash" text NOT NULL,
	"content" text NOT NULL,
	"author" text NOT NULL,
	"message" text,
	"created_at_ms" bigint NOT NULL,
	CONSTRAINT "releases_pkey" PRIMARY KEY("route","number")
);
--> statement-breakpoint
CREATE TABLE "route_states" (
	"route" text PRIMARY KEY NOT NULL,
	"pinned" integer NOT NULL,
	"previous" integer,
	"applied" integer NOT NULL,
	"newest" integer NOT NULL,
	"changed_at_ms" bigint NOT NULL,
	"changed_by" text NOT NULL,
	"reason" text
);
--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "release" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "prompt" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "guard_verdict" text;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "findings" jsonb;--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ("subject","id");--> statement-breakpoint
CREATE UNIQUE INDEX "prompt_versions_hash" ON "prompt_versions" USING btree ("name","hash");--> statement-breakpoint
CREATE UNIQUE INDEX "releases_hash" ON "releases" USING btree ("route","hash");--> statement-breakpoint
CREATE INDEX "calls_release" ON "calls" USING btree ("release","started_at","id") WHERE release is not null;--> statement-breakpoint
CREATE INDEX "calls_prompt" ON "calls" USING btree ("prompt","started_at","id") WHERE prompt is not null;
--> statement-breakpoint
INSERT INTO "revisions" ("subject", "revision") VALUES ('registry', 0);--> statement-breakpoint
-- A statement that changed no row must not count as a change: a commit that came too late would make the next one late.
CREATE FUNCTION "holdfast_registry_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'TRUNCATE' THEN
    IF NOT EXISTS (SELECT FROM changed) THEN
      RETURN NULL;
    END IF;
  END IF;
  UPDATE "revisions" SET "revision" = "revision" + 1 WHERE "subject" = 'registry';
  PERFORM pg_notify('holdfast', 'registry');
  RETURN NULL;
END
$$;--> statement-breakpoint
DO $$
DECLARE
  subject text;
BEGIN
  FOREACH subject IN ARRAY ARRAY['prompt_versions', 'prompt_labels', 'releases', 'route_states'] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION holdfast_registry_changed()', subject || '_inserted', subject);
    EXECUTE format('CREATE TRIGGER %I AFTER UPDATE ON %I REFERENCING NEW TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION holdfast_registry_changed()', subject || '_updated', subject);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS changed
      FOR EACH STATEMENT EXECUTE FUNCTION holdfast_registry_changed()', subject || '_deleted', subject);
    EXECUTE format('CREATE TRIGGER %I AFTER TRUNCATE ON %I
      FOR EACH STATEMENT EXECUTE FUNCTION holdfast_registry_changed()', subject || '_emptied', subject);
  END LOOP;
END
$$;
