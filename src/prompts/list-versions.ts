import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import type { RegistryStore } from "../ports/registry-store.ts";
import type { VersionPageView } from "./prompt-view.ts";
import { viewVersionSummary } from "./prompt-view.ts";
import type { PromptLabel } from "./stored-prompt-version.ts";

const maxPageSize = 1_000;

/** A page of a numbered history; also that of a route's releases. */
export const historyQuerySchema = z.strictObject({
  limit: z.coerce
    .number({ error: `must be a whole number from 1 to ${maxPageSize}` })
    .int()
    .min(1)
    .max(maxPageSize)
    .default(50)
    .describe("Most entries on the page."),
  before: z.coerce.number().int().min(1).optional().describe("`next` of the page before."),
});

export type HistoryQuery = Readonly<z.output<typeof historyQuerySchema>>;

/** A prompt's versions, newest first. Refuses with `not-found`. */
export async function listVersions(
  name: string,
  { limit, before }: HistoryQuery,
  registry: Pick<RegistryStore, "heads" | "versions">,
): Promise<VersionPageView> {
  const { labels } = await registry.heads();
  const own = labelsOf(name, labels);
  const versions = await registry.versions(name, limit, before);
  const last = versions.at(-1);
  return {
    versions: versions.map((version) => viewVersionSummary(version, own)),
    next: last === undefined || last.version === 1 || versions.length < limit ? null : last.version,
  };
}

/** The labels of one prompt; every prompt has one at least. Refuses with `not-found`, and names what may have been meant. */
export function labelsOf(name: string, labels: readonly PromptLabel[]): readonly PromptLabel[] {
  const own = labels.filter((label) => label.name === name);
  if (own.length > 0) return own;
  const [near] = nearestNames(name, new Set(labels.map((label) => label.name)), 1);
  const hint = near === undefined ? "See `holdfast prompts list`." : `Did you mean "${near}"?`;
  throw new HoldfastError("not-found", { message: `No prompt of this name was ever applied. ${hint}` });
}
