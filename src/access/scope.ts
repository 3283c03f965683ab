import type { ApiKey, Scope } from "./api-key.ts";

/** True when the key has the scope; `admin` includes all. */
export function mayUse(key: Pick<ApiKey, "scopes">, scope: Scope): boolean {
  return key.scopes.includes(scope) || key.scopes.includes("admin");
}
