import type { RegistryStore } from "../ports/registry-store.ts";
import type { PromptView } from "./prompt-view.ts";
import { viewLabels } from "./prompt-view.ts";
import { latestLabel } from "./stored-prompt-version.ts";

/** All prompts by name, with where their labels stand. */
export async function listPrompts(registry: Pick<RegistryStore, "heads">): Promise<readonly PromptView[]> {
  const { labels } = await registry.heads();
  const byName = Map.groupBy(labels, ({ name }) => name);
  return [...byName].flatMap(([name, own]) => {
    const latest = own.find(({ label }) => label === latestLabel);
    return latest === undefined ? [] : [{ name, latest: latest.version, labels: viewLabels(own) }];
  });
}
