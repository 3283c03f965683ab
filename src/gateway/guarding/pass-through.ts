import { storedAnswers } from "../../dialects/stored-answers.ts";
import { HoldfastError } from "../../errors.ts";
import type { Verdict } from "../../guards/policy.ts";
import { createVault } from "../../guards/redact/vault.ts";
import { CallGuards } from "./call-guards.ts";
import type { PreparedCall, ScreenedCall } from "../call.ts";
import type { Gateway } from "../gateway.ts";
import type { Settlement } from "../settling/settlement.ts";
import type { NamedPolicy } from "../snapshot.ts";
import { tellBrokenTo } from "./tell-broken-to.ts";

const nothingFound: Verdict = { kind: "pass", findings: [], broken: [], shadow: false };
/** A refusal for what a call is, and not for what it says. */
export const blocked: Pick<Verdict, "kind" | "findings"> = { kind: "block", findings: [] };

/**
 * What a policy means for a call of no model. Its request has no texts that a guard could find, so that one with a body is
 * refused where the policy is enforced, with `guard-blocked`; so is one for answers that nobody here can read. Other
 * answers are screened: they may be what a model said before.
 */
export function passThrough(
  call: PreparedCall,
  named: NamedPolicy,
  { settlement, gateway }: { readonly settlement: Settlement; readonly gateway: Pick<Gateway, "log" | "counters"> },
): ScreenedCall {
  if (call.endpoint.kind === "models") return { ...call, guards: undefined };
  const storedTexts = call.body.kind === "none" ? storedAnswers(call.endpoint) : undefined;
  if (storedTexts === undefined && mayPassUnscreened(named)) return { ...call, guards: undefined };
  const parts = { named, verdict: nothingFound, texts: [], vault: createVault(() => false), canary: undefined };
  const guards = new CallGuards({ ...parts, tellBroken: tellBrokenTo(gateway, call.id) });
  if (storedTexts !== undefined) return { ...call, storedTexts, guards };
  settlement.reached({ ...call, guards });
  guards.found(blocked);
  throw new HoldfastError("guard-blocked", {
    message: `The policy "${named.name}" holds here, and neither requests to this endpoint nor its answers can be screened; ${remedy(named)}`,
  });
}

/** Whether what no guard can read may go on all the same. */
export function mayPassUnscreened({ compiled: { policy } }: NamedPolicy): boolean {
  return policy.mode !== "enforce" || policy.passthrough === "allow";
}

/** What to write where something that cannot be screened should go on. */
export function remedy({ name }: NamedPolicy): string {
  return `guards.${name}.passthrough: allow lets them through.`;
}
