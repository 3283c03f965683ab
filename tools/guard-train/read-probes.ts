import { readFileSync } from "node:fs";
import { parseJson } from "../../src/lib/parse-json.ts";
import { probePrefix } from "./folds.ts";
import type { TrainingRecord } from "./read-corpus.ts";
import { triggerWordProbes } from "./trigger-word-probes.ts";

const files = ["attacks", "benign"] as const;

/** Texts that nothing is trained on, each family as a file of its own. See `probes/README.md`. */
export function readProbes(): readonly TrainingRecord[] {
  const written = triggerWordProbes.map((text) => probe({ text, label: 0, family: "trigger_words" }));
  return [...written, ...files.flatMap((file) => readFile(new URL(`probes/${file}.jsonl`, import.meta.url)))];
}

interface RawProbe {
  readonly text: string;
  readonly label: number;
  readonly family: string;
}

function readFile(file: URL): readonly TrainingRecord[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const parsed = parseJson(line);
      if (!parsed.ok) throw new Error(`A line of ${file.pathname} ${parsed.reason}.`);
      return probe(parsed.value as RawProbe);
    });
}

function probe({ text, label, family }: RawProbe): TrainingRecord {
  return { text, isAttack: label === 1, kind: "probe", file: `${probePrefix}${family}` };
}
