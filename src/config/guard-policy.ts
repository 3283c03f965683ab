import { HoldfastError } from "../errors.ts";
import { deepFreeze } from "../lib/deep-freeze.ts";
import type { Config, GuardPolicy } from "./config.ts";
import { guardPolicySchema, noPolicy, standardPolicy, storedGuardPolicySchema } from "./guard-schema.ts";

const standard: GuardPolicy = deepFreeze(guardPolicySchema.parse({}));

/** A policy and its name, as releases hold them. */
export interface ChosenPolicy {
  readonly policy: string;
  readonly content: GuardPolicy;
}

/**
 * The policy of what names this one, or none. Undefined: no guard looks. A name that `checkReferences` let through always
 * has a policy. What names none has `default`, where that is written: guards cost something, so that somebody has to
 * ask for them.
 */
export function chosenGuardPolicy(name: string | undefined, guards: Config["guards"]): ChosenPolicy | undefined {
  if (name === noPolicy) return undefined;
  const policy = name ?? standardPolicy;
  const written = Object.hasOwn(guards, policy) ? guards[policy] : undefined;
  if (written !== undefined) return { policy, content: written };
  if (name === undefined) return undefined;
  if (name === standardPolicy) return { policy, content: standard };
  throw new HoldfastError("config-invalid", { message: `There is no guard policy ${JSON.stringify(name)}.` });
}

/** Reads the content of a release's policy. What an older or newer version wrote differently is refused, not guessed. */
export function readStoredGuardPolicy(content: unknown): GuardPolicy {
  const parsed = storedGuardPolicySchema.safeParse(content);
  if (parsed.success) return deepFreeze(parsed.data);
  throw new HoldfastError("config-invalid", {
    message: "The guard policy of this release cannot be read. Apply the route again.",
    cause: parsed.error,
  });
}
