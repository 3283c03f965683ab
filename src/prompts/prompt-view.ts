import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { PromptLabel, PromptVersionSummary } from "./stored-prompt-version.ts";
import { latestLabel } from "./stored-prompt-version.ts";

const labelViewSchema = z
  .object({
    label: z.string(),
    version: z.int(),
    moved_at: z.string().describe("ISO 8601, UTC."),
    moved_by: z.string(),
  })
  .meta({ id: "PromptLabel" });

/** A prompt with where its labels stand. */
export const promptViewSchema = z
  .object({
    name: z.string(),
    latest: z.int().describe("The version that was published or applied last."),
    labels: z.array(labelViewSchema).describe("All but `latest`."),
  })
  .meta({ id: "Prompt" });

export type PromptView = z.output<typeof promptViewSchema>;

export const promptListSchema = z.object({ prompts: z.array(promptViewSchema) }).meta({ id: "PromptList" });

const versionFields = {
  name: z.string(),
  version: z.int(),
  hash: z.string().describe("SHA-256 of the canonical content."),
  labels: z.array(z.string()).describe("That stand at this version now."),
  author: z.string(),
  message: z.string().nullable(),
  parent: z.int().nullable().describe("The version that was the latest before; null: this was the first."),
  created_at: z.string().describe("ISO 8601, UTC."),
};

export const versionSummarySchema = z.object(versionFields).meta({ id: "PromptVersionSummary" });
export type VersionSummaryView = z.output<typeof versionSummarySchema>;

export const versionViewSchema = z
  .object({
    ...versionFields,
    content: z.record(z.string(), z.unknown()).describe("Sections, variables, parameters …"),
  })
  .meta({ id: "PromptVersion" });
export type VersionView = z.output<typeof versionViewSchema>;

export const versionPageSchema = z
  .object({
    versions: z.array(versionSummarySchema).describe("Newest first."),
    next: z.int().nullable().describe("Send it as `before` to get the next, older page; null: this was the last."),
  })
  .meta({ id: "PromptVersionPage" });
export type VersionPageView = z.output<typeof versionPageSchema>;

export function viewLabels(labels: readonly PromptLabel[]): PromptView["labels"] {
  return labels
    .filter(({ label }) => label !== latestLabel)
    .map(({ label, version, movedAtMs, movedBy }) => ({
      label,
      version,
      moved_at: isoTime(movedAtMs),
      moved_by: movedBy,
    }));
}

/** `labels`: those of the prompt, at whatever version. */
export function viewVersionSummary(version: PromptVersionSummary, labels: readonly PromptLabel[]): VersionSummaryView {
  return {
    name: version.name,
    version: version.version,
    hash: version.hash,
    labels: labels.filter((label) => label.version === version.version).map(({ label }) => label),
    author: version.author,
    message: version.message ?? null,
    parent: version.parent ?? null,
    created_at: isoTime(version.createdAtMs),
  };
}
