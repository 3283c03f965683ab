import { HoldfastError } from "../errors.ts";
import { deepFreeze } from "../lib/deep-freeze.ts";
import type { Config, GuardPolicy } from "./config.ts";
import { guardPolicySchema, noPolicy, standardPolicy, storedGuardPolicySchema } from "./guard-schema.ts";

const standard: GuardPolicy = deepFreeze(guardPolicySchema.parse({}));

/** The policy of that name; undefined for `off`. A name that `checkReferences` let through always has one. */
export function guardPolicyNamed(name: string, guards: Config["guards"]): GuardPolicy | undefined {
  if (name === noPolicy) return undefined;
  const written = Object.hasOwn(guards, name) ? guards[name] : undefined;
  if (written !== undefined) return written;
  if (name === standardPolicy) return standard;
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
