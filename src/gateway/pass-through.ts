import { storedAnswers } from "../dialects/stored-answers.ts";
import { HoldfastError } from "../errors.ts";
import type { Verdict } from "../guards/policy.ts";
import { createVault } from "../guards/redact/vault.ts";
import { CallGuards } from "./call-guards.ts";
import type { PreparedCall, ScreenedCall } from "./call.ts";
import type { Gateway } from "./gateway.ts";
import type { NamedPolicy } from "./snapshot.ts";
import { tellBrokenTo } from "./tell-broken-to.ts";

const nothingFound: Verdict = { kind: "pass", findings: [], broken: [], shadow: false };

/**
 * What a policy means for a call of no model. Its request has no texts that a guard could find, so that one with a body is
 * refused where the policy is enforced, with `guard-blocked`; so is one for answers that nobody here can read. Other
 * answers are screened: they may be what a model said before.
 */
export function passThrough(call: PreparedCall, named: NamedPolicy, { log }: Pick<Gateway, "log">): ScreenedCall {
  if (call.endpoint.kind === "models") return { ...call, guards: undefined };
  const storedTexts = call.body.kind === "none" ? storedAnswers(call.endpoint) : undefined;
  if (storedTexts === undefined) {
    if (mayPassUnscreened(named)) return { ...call, guards: undefined };
    throw new HoldfastError("guard-blocked", {
      message: `The policy "${named.name}" holds here, and neither requests to this endpoint nor its answers can be screened; ${remedy(named)}`,
    });
  }
  const parts = { named, verdict: nothingFound, texts: [], vault: createVault(() => false), canary: undefined };
  return { ...call, storedTexts, guards: new CallGuards({ ...parts, tellBroken: tellBrokenTo(log, call.id) }) };
}

/** Whether what no guard can read may go on all the same. */
export function mayPassUnscreened({ compiled: { policy } }: NamedPolicy): boolean {
  return policy.mode !== "enforce" || policy.passthrough === "allow";
}

/** What to write where something that cannot be screened should go on. */
export function remedy({ name }: NamedPolicy): string {
  return `guards.${name}.passthrough: allow lets them through.`;
}
