import { parseJson } from "../../lib/parse-json.ts";
import type { Finding, FindingKind, ScreenedText } from "../guard.ts";
import type { Screening } from "../policy.ts";

const detector = "external";
/** Far more than sixty-four results take. */
export const maxClassifierAnswerBytes = 64 * 1024;

/** What an external classifier may say a text is. It has no say about anything else. */
const kinds: readonly FindingKind[] = ["direct-injection", "jailbreak", "indirect-injection", "prompt-extraction"];

/**
 * Reads `{"results": [{"score": 0.93, "kind": "jailbreak"}]}`: one result for each text that was asked about. Anything
 * else is a broken guard. A judge's Markdown fence around its JSON is forgiven.
 */
export function readClassifierAnswer(body: string, asked: readonly ScreenedText[]): Screening {
  const parsed = parseJson(withoutFence(body), { maxBytes: maxClassifierAnswerBytes });
  const results = parsed.ok ? member(parsed.value, "results") : undefined;
  if (!Array.isArray(results) || results.length !== asked.length) return malformed();
  const findings: Finding[] = [];
  for (const [index, text] of asked.entries()) {
    const finding = findingOf(results[index], text);
    if (finding === undefined) return malformed();
    findings.push(finding);
  }
  return { findings, broken: [] };
}

function malformed(): Screening {
  const cause = new Error("It did not answer with one result for each text, and a score from 0 to 1 in each.");
  return { findings: [], broken: [{ detector, reason: "threw", cause }] };
}

function findingOf(result: unknown, { pointer, text, trust }: ScreenedText): Finding | undefined {
  const score = member(result, "score");
  if (typeof score !== "number" || !(score >= 0 && score <= 1)) return undefined;
  const named = kinds.find((kind) => kind === member(result, "kind"));
  const kind = named ?? (trust === "tool" ? "indirect-injection" : "direct-injection");
  return { detector, kind, score, pointer, start: 0, end: text.length };
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function withoutFence(body: string): string {
  const text = body.trim();
  if (!text.startsWith("```") || !text.endsWith("```")) return text;
  return text.slice(text.indexOf("\n") + 1, -3);
}
