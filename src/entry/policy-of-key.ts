import type { Config } from "../config/config.ts";
import { standardPolicy } from "../config/guard-schema.ts";
import { chosenGuardPolicy } from "../config/guard-policy.ts";
import type { ExternalParts } from "../gateway/guarding/request/build-external-classifier.ts";
import type { NamedPolicy, Snapshot } from "../gateway/snapshot.ts";
import { classifier } from "../guards/classifier/classifier-detector.ts";
import { compilePolicy } from "../guards/compile-policy.ts";
import { stricterPolicy } from "../guards/stricter-policy.ts";
import { namedPolicy } from "./named-policy.ts";

/** Names of the policies that a key can have. */
export function policyNames(guards: Config["guards"]): readonly string[] {
  return [...new Set([standardPolicy, ...Object.keys(guards)])];
}

/** What holds for the calls of keys with policies of their own, each made once for a policy and what stands beside it. */
export function createPolicyOfKey(guards: Config["guards"], external: ExternalParts): Snapshot["policyOfKey"] {
  const names = new Set(policyNames(guards));
  const alone = new Map<string, NamedPolicy>();
  const beside = new WeakMap<NamedPolicy, Map<string, NamedPolicy>>();
  const ofKey = (name: string): NamedPolicy | undefined => {
    const chosen = names.has(name) ? chosenGuardPolicy(name, guards) : undefined;
    if (chosen === undefined) return undefined;
    return remember(alone, name, () => namedPolicy({ policy: name, content: { ...chosen.content } }, external));
  };
  return (name, route) => {
    const own = ofKey(name);
    if (own === undefined || route === undefined) return own;
    const known = beside.get(route) ?? new Map<string, NamedPolicy>();
    beside.set(route, known);
    return remember(known, name, () => stricterOf(route, own));
  };
}

function stricterOf(route: NamedPolicy, own: NamedPolicy): NamedPolicy {
  const policy = stricterPolicy(route.compiled.policy, own.compiled.policy);
  // Different modes: one of them holds alone.
  for (const one of [route, own]) if (policy === one.compiled.policy) return one;
  return {
    name: route.name === own.name ? own.name : `${route.name}+${own.name}`,
    compiled: compilePolicy(policy, [classifier]),
    external: route.external ?? own.external,
  };
}

function remember(known: Map<string, NamedPolicy>, name: string, make: () => NamedPolicy): NamedPolicy {
  const made = known.get(name) ?? make();
  known.set(name, made);
  return made;
}
