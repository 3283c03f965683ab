import type { SecretRef, Secrets } from "../../ports/secrets.ts";

/** Secrets from the Worker's bindings (`wrangler secret put NAME`). There are no files: a reference to one finds nothing. */
export function createBindingSecrets(env: Readonly<Record<string, string | undefined>>): Secrets {
  return Object.freeze({
    get(ref: SecretRef) {
      const value = "env" in ref ? env[ref.env]?.trim() : undefined;
      return value === "" ? undefined : value;
    },
  });
}
