import type { FindingKind } from "../guards/guard.ts";
import type { CallView } from "../ledger/call-view.ts";

const kinds: Readonly<Record<FindingKind, string>> = {
  "direct-injection": "tells the model to drop its instructions",
  jailbreak: "talks the model out of its rules",
  "indirect-injection": "gives the model orders from inside data",
  "prompt-extraction": "asks for the system prompt",
  structure: "forges a turn, a role or a tool call",
  exfiltration: "a link or image that would carry data away",
  pii: "personal data",
  secret: "a key, token or password",
  "canary-leak": "the secret word of the system prompt",
  "tool-call": "a tool call that the policy does not allow",
  schema: "an answer without the form that was demanded",
  pattern: "a forbidden pattern of the policy",
  refusal: "the model refuses",
};

/** What a finding is about, for people. */
export function explainFinding({ kind }: { readonly kind: string }): string {
  return Object.entries(kinds).find(([known]) => known === kind)?.[1] ?? kind;
}

/** What came of all findings together. */
export function explainVerdict({ guard_verdict: verdict, error_code: code, release, route }: CallView): string {
  if (verdict === undefined) return "No guard looked at this call: no policy holds for its route.";
  const [kind = "", mode] = verdict.split(":").toReversed();
  const by = release ?? route;
  const whose = by === undefined ? "the policy `default`" : `the policy of ${by}`;
  const did = mode === undefined ? (outcomes[kind] ?? kind) : `would have been ${wouldBe[kind] ?? kind} (${mode} mode)`;
  return `By ${whose} the call ${did}${code === undefined ? "" : ` with ${code}`}.`;
}

const outcomes: Readonly<Record<string, string>> = {
  pass: "passed",
  flag: "passed, flagged",
  redact: "passed, redacted",
  block: "was blocked",
};

const wouldBe: Readonly<Record<string, string>> = {
  pass: "passed",
  flag: "flagged",
  redact: "redacted",
  block: "blocked",
};
