import { readdirSync, readFileSync } from "node:fs";
import { parseJson } from "../../src/lib/parse-json.ts";
import type { TrainingRecord } from "./read-corpus.ts";

const folder = new URL("written/", import.meta.url);

interface RawRecord {
  readonly text: string;
  readonly label: number;
  readonly kind: string;
  readonly family: string;
}

export function readWritten(): readonly TrainingRecord[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl")).toSorted();
  return files.flatMap((file) =>
    readFileSync(new URL(file, folder), "utf8").split("\n").filter((line) => line !== "").map((line) => {
      const parsed = parseJson(line);
      if (!parsed.ok) throw new Error(`A line of ${file} ${parsed.reason}.`);
      const { text, label, kind, family } = parsed.value as RawRecord;
      return { text, isAttack: label === 1, kind: label === 1 ? kind : (process.env.HARD === "1" ? "hard_benign" : kind), file: `self_written_${process.env.GROUP === "1" ? file : family}` };
    }));
}
