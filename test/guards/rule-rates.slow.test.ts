import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { compilePolicy } from "../../src/guards/compile-policy.ts";
import { decide } from "../../src/guards/decide.ts";
import type { ScreenedText } from "../../src/guards/guard.ts";
import { rawLayer } from "../../src/guards/normalize/layer.ts";
import { parseJson } from "../../src/lib/parse-json.ts";
import { screened } from "./support/screened.ts";

const folder = fileURLToPath(new URL("../../../shared/guard-data/", import.meta.url));

interface Sample {
  readonly text: string;
  readonly label: number;
  readonly group: "everyday" | "tool results" | "hard" | "injections" | "attacks";
}

function groupOf(file: string, label: number, kind: unknown): Sample["group"] {
  if (label === 1) return kind === "indirect_injection" ? "injections" : "attacks";
  if (/^(?:hard|mixed|dev)/.test(file) || kind === "hard_benign") return "hard";
  return file.includes("tool_results") ? "tool results" : "everyday";
}

function samplesOf(file: string): readonly Sample[] {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  return lines.flatMap((line) => {
    const parsed = parseJson(line);
    if (!parsed.ok || typeof parsed.value !== "object" || parsed.value === null) return [];
    const { text, label, kind } = Object.fromEntries(Object.entries(parsed.value));
    if (typeof text !== "string" || typeof label !== "number") return [];
    return [{ text, label, group: groupOf(file, label, kind) }];
  });
}

/** Attacks and what looks like them only: private data is another matter. */
const policy = guardPolicySchema.parse({ pii: [], secrets: false });
const detectors = compilePolicy(policy, []).input;

function isBlocked(text: ScreenedText): boolean {
  const findings = detectors.flatMap((detector) => detector.detect([rawLayer(text.text)], text));
  return decide({ findings, broken: [] }, policy, () => text.trust).kind === "block";
}

describe.skipIf(!existsSync(folder))("the structural rules (skipped without ../shared/guard-data)", () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".jsonl")) : [];
  const samples = files.flatMap(samplesOf);
  const rate = (group: Sample["group"], from: "user" | "tool"): number => {
    const texts = samples.filter((sample) => sample.group === group);
    expect(texts.length).toBeGreaterThan(500);
    return texts.filter(({ text }) => isBlocked(screened(text, from))).length / texts.length;
  };

  it.each([
    ["everyday", "user", 0.001],
    ["everyday", "tool", 0.001],
    ["tool results", "user", 0.005],
    ["tool results", "tool", 0.005],
    ["hard", "user", 0.002],
    ["hard", "tool", 0.003],
  ] as const)("find next to nothing in honest texts: %s, from a %s", (group, from, most) => {
    expect(rate(group, from)).toBeLessThanOrEqual(most);
  });

  it("find what the documentation says in attacks", () => {
    expect(rate("injections", "tool")).toBeGreaterThan(0.55);
    expect(rate("attacks", "tool")).toBeGreaterThan(0.12);
  });
});
