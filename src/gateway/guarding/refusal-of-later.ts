import { HoldfastError } from "../../errors.ts";
import type { CallGuards } from "./call-guards.ts";
import type { PreparedCall } from "../call.ts";
import { blocked, mayPassUnscreened, remedy } from "./pass-through.ts";

/**
 * An answer that is fetched later comes without its request: without its route, its canary, what was redacted, and the
 * tool results that a guard found something in. Where the policy needs one of these, such a call is refused.
 */
export function refusalOfLater(call: PreparedCall, guards: CallGuards): HoldfastError | undefined {
  const { named } = guards;
  if (call.body.kind !== "json" || mayPassUnscreened(named)) return undefined;
  if (call.dialect.answersLater?.(call.body.json) !== true) return undefined;
  const needs = [
    call.snapshot.guards?.name === named.name ? undefined : "is not the one for calls without a route",
    guards.canary === undefined ? undefined : "has a canary",
    guards.input.kind === "pass" ? undefined : "has found something in the request",
  ].filter((need) => need !== undefined);
  if (needs.length === 0) return undefined;
  guards.found(blocked);
  return new HoldfastError("guard-blocked", {
    message: `The policy "${named.name}" ${needs.join(" and ")}, and cannot be enforced on an answer that is fetched later; ${remedy(named)}`,
  });
}
