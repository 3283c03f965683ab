import type { GuardPolicy } from "../config/config.ts";
import { costOfPattern } from "../lib/cost-of-pattern.ts";
import { createAnswerSchema } from "./detectors/answer-schema.ts";
import { exfiltration } from "./detectors/exfiltration.ts";
import { fakeToolCalls } from "./detectors/fake-tool-calls.ts";
import { fakeTurns } from "./detectors/fake-turns.ts";
import { createForbiddenPatterns } from "./detectors/forbidden-patterns.ts";
import { createPersonalDataDetector } from "./detectors/pii/personal-data-detector.ts";
import { refusal } from "./detectors/refusal.ts";
import { roleMarkers } from "./detectors/role-markers.ts";
import { secrets } from "./detectors/secrets/secret-detector.ts";
import { templateTokens } from "./detectors/template-tokens.ts";
import { toolInstructions } from "./detectors/tool-instructions.ts";
import type { Detector } from "./guard.ts";
import { compileToolRules, type JudgeToolCall } from "./tools/judge-tool-call.ts";

/** A policy, ready for the call path. Made once for a release. */
export interface CompiledPolicy {
  readonly policy: GuardPolicy;
  /** For the texts of a request. */
  readonly input: readonly Detector[];
  /** For what stands in neighbouring texts of a request: attacks can be split, what is private is not by chance. */
  readonly neighbours: readonly Detector[];
  /** For the texts of an answer, piece by piece. The canary's detector comes on top: it belongs to the call. */
  readonly output: readonly Detector[];
  /** For the texts of an answer as a whole: with any of these, a stream must be gathered before it is let go. */
  readonly wholeOutput: readonly Detector[];
  /** Only signals, for the beginning of an answer. */
  readonly signals: readonly Detector[];
  readonly judgeToolCall: JudgeToolCall;
  /** For the window: the most characters that one of the policy's patterns matches in an answer. */
  readonly longestPattern: number;
}

const structural = [templateTokens, roleMarkers, fakeTurns, fakeToolCalls, toolInstructions, exfiltration];

/** `injection`: the detectors of attacks by wording and by the classifier. */
export function compilePolicy(policy: GuardPolicy, injection: readonly Detector[]): CompiledPolicy {
  const outputPatterns = [...policy.patterns, ...policy.output.patterns];
  const sensitive = [
    ...(policy.pii.length > 0 ? [createPersonalDataDetector(policy.pii)] : []),
    ...(policy.secrets ? [secrets] : []),
  ];
  const forbidding = (patterns: GuardPolicy["patterns"]) =>
    patterns.length > 0 ? [createForbiddenPatterns(patterns)] : [];
  return {
    policy,
    input: [...injection, ...structural, ...sensitive, ...forbidding(policy.patterns)],
    neighbours: [...injection, ...structural],
    output: [exfiltration, ...sensitive, ...forbidding(outputPatterns)],
    wholeOutput: policy.output.schema === undefined ? [] : [createAnswerSchema(policy.output.schema)],
    signals: [refusal],
    judgeToolCall: compileToolRules(policy.tools),
    longestPattern: Math.max(0, ...outputPatterns.map(({ expression }) => longestMatch(expression))),
  };
}

/** In UTF-16 units, of which a character takes at most two. */
function longestMatch(expression: string): number {
  const cost = costOfPattern(expression);
  return cost.ok ? 2 * cost.longest : 0;
}
