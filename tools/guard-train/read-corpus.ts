import { readdirSync, readFileSync } from "node:fs";
import { parseJson } from "../../src/lib/parse-json.ts";

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

function recordOf(line: string, file: string): TrainingRecord {
  const parsed = parseJson(line);
  if (!parsed.ok) throw new Error(`A line of ${file} ${parsed.reason}.`);
  const raw = parsed.value as { text: string; label: number; kind: string; subset?: string };
  return {
    text: raw.text,
    isAttack: raw.label === 1,
    kind: raw.kind,
    file,
    ...(raw.subset === undefined ? {} : { subset: raw.subset }),
  };
}

/** Every record of the folder's JSONL files, in the order of their names, without harmful requests: those inject nothing. */
export function readCorpus(folder: URL): readonly TrainingRecord[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .toSorted();
  return files.flatMap((file) => {
    const lines = readFileSync(new URL(file, folder), "utf8").split("\n");
    return lines
      .filter((line) => line !== "")
      .map((line) => recordOf(line, file.replace(".jsonl", "")))
      .filter(({ kind }) => kind !== "harmful_request");
  });
}
