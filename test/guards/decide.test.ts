import { expect, it } from "vitest";
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { decide } from "../../src/guards/decide.ts";
import type { Finding, FindingKind } from "../../src/guards/guard.ts";
import { refusalOf } from "../../src/guards/refusal-of.ts";

const policyOf = (written: Parameters<typeof guardPolicySchema.parse>[0]) => guardPolicySchema.parse(written);
const standard = policyOf({});

function finding(kind: FindingKind, score = 1, pointer = "/messages/0/content"): Finding {
  return { detector: `some/${kind}`, kind, score, pointer, start: 0, end: 4 };
}

const fromUser = () => "user" as const;

it("passes what has no findings", () => {
  expect(decide({ findings: [], broken: [] }, standard, fromUser)).toEqual({
    kind: "pass",
    findings: [],
    broken: [],
    shadow: false,
  });
});

it("lets the most severe action decide, and keeps what each finding came to", () => {
  const screening = { findings: [finding("refusal"), finding("secret"), finding("pii")], broken: [] };
  const verdict = decide(screening, standard, fromUser);
  expect(verdict.kind).toBe("redact");
  expect(verdict.findings.map(({ action }) => action)).toEqual(["pass", "redact", "flag"]);
});

it("weighs a sign of injection by how far its text is trusted", () => {
  const policy = policyOf({ thresholds: { user: 0.8, tool: 0.3 } });
  const screening = { findings: [finding("direct-injection", 0.6)], broken: [] };
  expect(decide(screening, policy, () => "tool").kind).toBe("block");
  expect(decide(screening, policy, () => "user").kind).toBe("pass");
  expect(decide(screening, policy, () => "operator").kind).toBe("pass");
});

it("does not weigh what is certain", () => {
  expect(decide({ findings: [finding("canary-leak", 0.1)], broken: [] }, standard, () => "operator").kind).toBe(
    "block",
  );
});

it("blocks where it was told to redact and nothing can be cut out", () => {
  const policy = policyOf({ actions: { jailbreak: "redact", secret: "redact" } });
  expect(decide({ findings: [finding("jailbreak")], broken: [] }, policy, fromUser).kind).toBe("block");
  expect(decide({ findings: [finding("secret")], broken: [] }, policy, fromUser).kind).toBe("redact");
});

it("does only what a finding's action says, whatever the kind", () => {
  const policy = policyOf({ actions: { jailbreak: "flag" } });
  expect(decide({ findings: [finding("jailbreak")], broken: [] }, policy, fromUser).kind).toBe("flag");
});

it("in shadow mode decides the same, and marks the verdict as not to be acted on", () => {
  const verdict = decide({ findings: [finding("jailbreak")], broken: [] }, policyOf({ mode: "shadow" }), fromUser);
  expect(verdict).toMatchObject({ kind: "block", shadow: true });
  expect(refusalOf(verdict, "request", "strict")).toBeUndefined();
});

it("in observe mode never goes beyond a flag, also when a guard broke", () => {
  const screening = { findings: [finding("jailbreak")], broken: [{ detector: "x", reason: "threw" as const }] };
  expect(decide(screening, policyOf({ mode: "observe" }), fromUser)).toMatchObject({ kind: "flag", shadow: false });
});

it("blocks when a guard broke, unless the policy says that this passes, and records it either way", () => {
  const screening = { findings: [], broken: [{ detector: "classifier", reason: "missing" as const }] };
  expect(decide(screening, standard, fromUser)).toMatchObject({ kind: "block", broken: screening.broken });
  const lenient = decide(screening, policyOf({ onBreak: "pass" }), fromUser);
  expect(lenient).toMatchObject({ kind: "pass", broken: screening.broken });
});

it("turns a verdict into the error of its side, which names detectors and no text", () => {
  const verdict = decide({ findings: [finding("jailbreak"), finding("jailbreak")], broken: [] }, standard, fromUser);
  expect(refusalOf(verdict, "request", "strict")).toMatchObject({ code: "guard-blocked" });
  expect(refusalOf(verdict, "answer", "strict")).toMatchObject({ code: "output-blocked" });
  expect(refusalOf(verdict, "request", "strict")?.message).toMatch(
    /Found in \/messages\/0\/content: some\/jailbreak\. The policy "strict"/,
  );
});

it("tells a broken guard from one that found something, and keeps its cause from the caller", () => {
  const cause = new Error("the text was hunter2");
  const broken = [{ detector: "classifier", reason: "threw" as const, cause }];
  const refusal = refusalOf(decide({ findings: [], broken }, standard, fromUser), "request", "strict");
  expect(refusal).toMatchObject({ code: "guard-broke", cause, internal: { broken: ["classifier: threw"] } });
  expect(refusal?.message).not.toContain("hunter2");
});

it("refuses nothing that is only flagged or redacted", () => {
  expect(
    refusalOf(decide({ findings: [finding("secret")], broken: [] }, standard, fromUser), "request", "strict"),
  ).toBeUndefined();
});
