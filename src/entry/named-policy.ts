import { classifier } from "../guards/classifier/classifier-detector.ts";
import { readStoredGuardPolicy } from "../config/guard-policy.ts";
import { buildExternalClassifier } from "../gateway/guarding/request/build-external-classifier.ts";
import type { ExternalParts } from "../gateway/guarding/request/build-external-classifier.ts";
import { compilePolicy } from "../guards/compile-policy.ts";
import type { ReleaseContent } from "../rollouts/release.ts";
import type { NamedPolicy } from "../gateway/snapshot.ts";

/**
 * A release's guard policy, ready for calls. Throws `config-invalid` when it cannot be read, and `release-broken` when it
 * asks a classifier that the configuration does not have.
 */
export function namedPolicy(
  { policy, content }: NonNullable<ReleaseContent["guards"]>,
  parts: ExternalParts,
): NamedPolicy {
  const read = readStoredGuardPolicy(content);
  return {
    name: policy,
    compiled: compilePolicy(read, [classifier]),
    external: buildExternalClassifier(policy, read.classifier, parts),
  };
}
