import { classifier } from "../guards/classifier/classifier-detector.ts";
import { readStoredGuardPolicy } from "../config/guard-policy.ts";
import { compilePolicy } from "../guards/compile-policy.ts";
import type { ReleaseContent } from "../rollouts/release.ts";
import type { NamedPolicy } from "../gateway/snapshot.ts";

/** A release's guard policy, ready for calls. Throws `config-invalid` when it cannot be read. */
export function namedPolicy({ policy, content }: NonNullable<ReleaseContent["guards"]>): NamedPolicy {
  return { name: policy, compiled: compilePolicy(readStoredGuardPolicy(content), [classifier]) };
}
