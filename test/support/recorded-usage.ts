import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Recorded traffic of real providers lives beside the repository; it is too large to be in it. */
export const corpusFolder = fileURLToPath(new URL("../../../shared/recorded-traffic/", import.meta.url));
export const hasCorpus = existsSync(corpusFolder);

/** The last usage object of one recorded exchange, as the provider wrote it. */
export interface RecordedUsage {
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly model: string;
  /** Where it stood: `body.usage`, `event[12].usageMetadata` … */
  readonly at: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Line {
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly model: string | null;
  readonly usage: { readonly last: { readonly at: string; readonly value: Readonly<Record<string, unknown>> } } | null;
}

/** Every recorded exchange that says what it used and names its model. */
export function readRecordedUsage(): readonly RecordedUsage[] {
  return readdirSync(corpusFolder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(`${corpusFolder}${name}`, "utf8").trimEnd().split("\n"))
    .map((line): Line => JSON.parse(line))
    .flatMap(({ id, provider, api, model, usage }) =>
      usage === null || typeof model !== "string" ? [] : [{ id, provider, api, model, ...usage.last }],
    );
}
