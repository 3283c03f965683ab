import { nodeClock } from "../../src/adapters/node/clock.ts";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { canonicalJson } from "../../src/lib/canonical-json.ts";
import { sha256Hex } from "../../src/lib/sha256-hex.ts";
import type { RegistryStore } from "../../src/ports/registry-store.ts";
import type { RegistryParts } from "../../src/prompts/registry-parts.ts";
import type { TreePrompt } from "../../src/rollouts/tree.ts";

export function registryParts(registry: RegistryStore): RegistryParts {
  return { registry, ids: createNodeIds(), clock: nodeClock, onRegistryChanged: () => Promise.resolve() };
}

/** A prompt file whose only section says `text`. */
export function treePrompt(name: string, text: string, labels: readonly string[] = []): TreePrompt {
  const content = canonicalJson({ sections: [{ kind: "message", role: "system", template: text }], variables: {} });
  return { name, content, hash: sha256Hex(content), labels };
}
