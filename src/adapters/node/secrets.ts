import { readFileSync, statSync } from "node:fs";

import type { Secrets } from "../../ports/secrets.ts";

/** No secret is larger; a larger file is not one. */
const maxSecretBytes = 64 * 1024;

/** Secrets from environment variables and files (as Docker and Kubernetes mount them). */
export function createNodeSecrets(env: Readonly<Record<string, string | undefined>>): Secrets {
  return {
    get(ref) {
      const value = ("env" in ref ? env[ref.env] : readSecretFile(ref.file))?.trim();
      return value === "" ? undefined : value;
    },
  };
}

/** A file that is not there is a secret that is not set: whoever asked says so, and names the reference. */
function readSecretFile(path: string): string | undefined {
  try {
    return statSync(path).size > maxSecretBytes ? undefined : readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
