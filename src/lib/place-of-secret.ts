import type { SecretRef } from "../ports/secrets.ts";

/** Where a secret is looked for, for people: the variable's name, or the file's path. */
export function placeOfSecret(ref: SecretRef): string {
  return "env" in ref ? ref.env : ref.file;
}
