import type { RegistryDirectory } from "./registry-directory.ts";

/** The directory of a gateway without a database: nothing was ever applied, so routes are as the configuration has them. */
export function noRegistry<Prompt>(): RegistryDirectory<Prompt> {
  return {
    route: () => undefined,
    state: () => undefined,
    routes: () => [],
    release: () => undefined,
    promptVersion: () => undefined,
    refresh: () => Promise.resolve(),
  };
}
