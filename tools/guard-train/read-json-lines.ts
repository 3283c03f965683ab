import { readFileSync } from "node:fs";
import { parseJson } from "../../src/lib/parse-json.ts";

/** What a line of every file of texts has; some have more. */
export interface LabelledLine {
  readonly text: string;
  /** 1: an attack. */
  readonly label: number;
  readonly kind: string;
  readonly family: string;
  readonly subset?: string;
}

/** The records of a JSONL file; the files are the training's own or the data's, and are taken to be well formed. */
export function readJsonLines(file: URL): readonly LabelledLine[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const parsed = parseJson(line);
      if (!parsed.ok) throw new Error(`A line of ${file.pathname} ${parsed.reason}.`);
      return parsed.value as LabelledLine;
    });
}
