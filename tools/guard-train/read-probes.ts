import { probePrefix } from "./folds.ts";
import type { TrainingRecord } from "./read-corpus.ts";
import { readJsonLines } from "./read-json-lines.ts";
import { triggerWordProbes } from "./trigger-word-probes.ts";

const files = ["attacks", "benign"] as const;

/** Texts that nothing is trained on, each family as a file of its own. See `probes/README.md`. */
export function readProbes(): readonly TrainingRecord[] {
  const harmless = triggerWordProbes.map((text) => probe({ text, label: 0, family: "trigger_words" }));
  const written = files.flatMap((file) => readJsonLines(new URL(`probes/${file}.jsonl`, import.meta.url)));
  return [...harmless, ...written.map((line) => probe(line))];
}

interface Probe {
  readonly text: string;
  readonly label: number;
  readonly family: string;
}

function probe({ text, label, family }: Probe): TrainingRecord {
  return { text, isAttack: label === 1, kind: "probe", file: `${probePrefix}${family}` };
}
