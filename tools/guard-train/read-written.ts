import type { TrainingRecord } from "./read-corpus.ts";
import { readJsonLines } from "./read-json-lines.ts";

const files = ["direct", "direct-2", "indirect", "indirect-2", "hard-benign", "hard-benign-2"] as const;

/**
 * The texts that were written for the training one by one, each file as a family. See `written/README.md`. What is harmless
 * in them was written to look like the attacks.
 */
export function readWritten(): readonly TrainingRecord[] {
  return files.flatMap((file) =>
    readJsonLines(new URL(`written/${file}.jsonl`, import.meta.url)).map(({ text, label, kind }) => ({
      text,
      isAttack: label === 1,
      kind: label === 1 ? kind : "hard_benign",
      file: `self_written_${file}`,
    })),
  );
}
