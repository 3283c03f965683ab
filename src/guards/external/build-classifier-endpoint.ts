import type { GuardPolicy } from "../../config/config.ts";
import { HoldfastError } from "../../errors.ts";
import { placeOfSecret } from "../../lib/place-of-secret.ts";
import type { HeaderList } from "../../ports/http-message.ts";
import type { Secrets } from "../../ports/secrets.ts";
import type { Upstream } from "../../ports/upstream.ts";

/** Where a policy's classifier is asked: built once from configuration, its secret resolved; frozen. */
export interface ClassifierEndpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  readonly path: string;
  /** The header that carries the secret; empty when there is none. A function, so that it never prints. */
  readonly credential: () => HeaderList;
  readonly upstream: Upstream;
}

export interface EndpointParts {
  readonly secrets: Secrets;
  readonly network: Upstream;
}

/**
 * Builds the endpoint that a policy of the configuration names; undefined: it names none. Throws `config-invalid` when its
 * secret is not to be found.
 */
export function buildClassifierEndpoint(
  policy: string,
  classifier: GuardPolicy["classifier"],
  { secrets, network }: EndpointParts,
): ClassifierEndpoint | undefined {
  if (classifier?.url === undefined) return undefined;
  const { origin, pathname } = new URL(classifier.url);
  const headers: string[] = [];
  if (classifier.apiKey !== undefined) {
    const secret = secrets.get(classifier.apiKey);
    if (secret === undefined) {
      throw new HoldfastError("config-invalid", {
        message: `guards.${policy}.classifier.apiKey: ${placeOfSecret(classifier.apiKey)} is not set or empty; set it, or remove apiKey.`,
      });
    }
    headers.push("authorization", `Bearer ${secret}`);
  }
  return Object.freeze({ origin, path: pathname, credential: () => headers, upstream: network });
}
