import type { GuardPolicy } from "../config/config.ts";
import type { Finding, FindingKind } from "./guard.ts";

/** What is done about a finding, mildest first. */
export type Action = GuardPolicy["actions"][FindingKind];

/** A guard that did not do its work: it threw, ran out of its budget, or was missing. Never the same as no finding. */
export interface BrokenGuard {
  readonly detector: string;
  readonly reason: "threw" | "over-budget" | "missing" | "too-long";
  /** Reaches logs only. */
  readonly cause?: unknown;
}

/** A finding, and what the policy makes of it. */
export interface JudgedFinding extends Finding {
  readonly action: Action;
}

/** What a policy makes of all findings on one side of a call. */
export interface Verdict {
  readonly kind: Action;
  readonly findings: readonly JudgedFinding[];
  readonly broken: readonly BrokenGuard[];
  /** The verdict is only written down: the call goes on as if it were `pass`. */
  readonly shadow: boolean;
}

/** What the detectors said about some texts. */
export interface Screening {
  readonly findings: readonly Finding[];
  readonly broken: readonly BrokenGuard[];
}
