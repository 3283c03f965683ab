import type { RegistryParts } from "../prompts/registry-parts.ts";
import type { AdminParts } from "./admin-parts.ts";

/** What the verbs that change the registry work with. */
export function registryPartsOf(parts: AdminParts): RegistryParts {
  const { store, ids, clock, onRegistryChanged } = parts;
  return { registry: store.registry, ids, clock, onRegistryChanged };
}
