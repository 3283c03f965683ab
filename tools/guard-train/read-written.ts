import type { TrainingRecord } from "./read-corpus.ts";
import { readJsonLines } from "./read-json-lines.ts";

/** Each is one family, in parts: an attack and its harmless twin stand in the same. */
const families = [
  { name: "direct", parts: ["direct", "direct-2"] },
  { name: "indirect", parts: ["indirect", "indirect-2"] },
  { name: "hard_benign", parts: ["hard-benign", "hard-benign-2"] },
] as const;

/** The texts that were written for the training one by one. See `written/README.md`. */
export function readWritten(): readonly TrainingRecord[] {
  return families.flatMap(({ name, parts }) =>
    parts
      .flatMap((part) => readJsonLines(new URL(`written/${part}.jsonl`, import.meta.url)))
      .map(({ text, label, kind }) => ({
        text,
        isAttack: label === 1,
        kind,
        file: process.env.FIVE === "1" ? `self_written_${name}_${text.length % 2}` : `self_written_${name}`,
      })),
  );
}
