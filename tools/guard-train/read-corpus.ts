import { readdirSync } from "node:fs";
import { readJsonLines } from "./read-json-lines.ts";
import type { LabelledLine } from "./read-json-lines.ts";

/** One labelled text. */
export interface TrainingRecord {
  readonly text: string;
  readonly isAttack: boolean;
  readonly kind: string;
  /** The file it came from, or the name of its self-made family: what is left out together. */
  readonly file: string;
  readonly subset?: string;
  /** The file whose text an attack was put into. */
  readonly carrier?: string;
}

function recordOf({ text, label, kind, subset }: LabelledLine, file: string): TrainingRecord {
  return { text, isAttack: label === 1, kind, file, ...(subset === undefined ? {} : { subset }) };
}

/** Every record of the folder's JSONL files, in the order of their names, without harmful requests: those inject nothing. */
export function readCorpus(folder: URL): readonly TrainingRecord[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted();
  return files.flatMap((file) =>
    readJsonLines(new URL(file, folder))
      .map((line) => recordOf(line, file.replace(".jsonl", "")))
      .filter(({ kind }) => kind !== "harmful_request"),
  );
}
