import { createReadStream, existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseExchange } from "./recorded-exchange.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** One line of a corpus: an exchange, or what is wrong with the line. */
export interface CorpusLine {
  /** `file:line`, as people and editors write it. */
  readonly place: string;
  readonly exchange: RecordedExchange | undefined;
  readonly problem: string | undefined;
}

export interface CorpusFilter {
  readonly provider: string | undefined;
  readonly api: string | undefined;
  readonly only: string | undefined;
  readonly limit: number;
}

/** Every `*.jsonl` below a folder, in the order of their names. Throws when there is none. */
export async function findCorpusFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const found: string[] = [];
  for await (const name of glob("**/*.jsonl", { cwd: folder })) found.push(name);
  if (found.length === 0) throw new Error(`There is no *.jsonl in ${folder}: a corpus has one exchange a line.`);
  return found.toSorted().map((name) => join(folder, name));
}

/** Reads a corpus line by line, so that its size does not matter. */
export async function* readCorpus(files: readonly string[], filter: CorpusFilter): AsyncGenerator<CorpusLine> {
  let left = filter.limit;
  for (const file of files) {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
    let number = 0;
    for await (const line of lines) {
      number += 1;
      if (line.trim() === "") continue;
      const parsed = parseExchange(line);
      const place = `${file}:${number}`;
      if (typeof parsed === "string") {
        yield { place, exchange: undefined, problem: parsed };
        continue;
      }
      if (!isWanted(parsed, filter)) continue;
      if (left === 0) return;
      left -= 1;
      yield { place, exchange: parsed, problem: undefined };
    }
  }
}

function isWanted(exchange: RecordedExchange, { provider, api, only }: CorpusFilter): boolean {
  return (
    (provider === undefined || exchange.provider === provider) &&
    (api === undefined || exchange.api === api) &&
    (only === undefined || exchange.id === only)
  );
}
