import type { GuardPolicy } from "../config/config.ts";
import type { Trust } from "../dialects/transcript.ts";
import type { Finding, FindingKind } from "./guard.ts";
import { mostSevere } from "./most-severe.ts";
import type { Action, JudgedFinding, Screening, Verdict } from "./policy.ts";

/** Kinds whose findings are a matter of degree. All others are certain once they are made. */
export const gradualKinds: ReadonlySet<FindingKind> = new Set([
  "direct-injection",
  "jailbreak",
  "indirect-injection",
  "prompt-extraction",
  "structure",
  "exfiltration",
]);

/** Kinds that point at something which can be cut out of a text. */
const removable: ReadonlySet<FindingKind> = new Set(["pii", "secret", "pattern", "exfiltration", "structure"]);

/**
 * What a policy makes of findings. `trustOf` says how far the text at a pointer is trusted. The most severe action
 * decides; findings below their threshold are kept in the record, and do nothing.
 */
export function decide(screening: Screening, policy: GuardPolicy, trustOf: (pointer: string) => Trust): Verdict {
  const findings = screening.findings.map((finding) => judge(finding, policy, trustOf(finding.pointer)));
  const broke = screening.broken.length > 0 ? ([policy.mode === "observe" ? "flag" : policy.onBreak] as const) : [];
  const actions: readonly Action[] = [...findings.map(({ action }) => action), ...broke];
  return { kind: mostSevere(actions), findings, broken: screening.broken, shadow: policy.mode === "shadow" };
}

function judge(finding: Finding, policy: GuardPolicy, trust: Trust): JudgedFinding {
  const counts = !gradualKinds.has(finding.kind) || finding.score >= policy.thresholds[trust];
  const wanted = counts ? policy.actions[finding.kind] : "pass";
  if (policy.mode === "observe") return { ...finding, action: wanted === "pass" ? "pass" : "flag" };
  return { ...finding, action: wanted === "redact" && !removable.has(finding.kind) ? "block" : wanted };
}
