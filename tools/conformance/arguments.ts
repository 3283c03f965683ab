import { parseArgs } from "node:util";
import { parseCutting } from "./cut-answer.ts";
import type { ConformanceOptions } from "./run-conformance.ts";

export const help = `usage: npm run conformance -- <corpus folder> [options]

Replays every recorded exchange of a folder (*.jsonl, one exchange a line) through a real gateway and checks requests,
answers, ledger rows, tokens and cost. Exit code 0: all conform; 1: something differs; 2: the command was wrong.

  --provider <name>      only this provider
  --api <name>           only this API
  --only <id>            only this record
  --limit <n>            at most so many records
  --split-bytes <n>      cut answers every n bytes, through events and letters; random:<max> draws the sizes
  --seed <n>             seed of the random sizes (default 1)
  --lanes <n>            exchanges under way at once (default 16)
  --json <file>          write everything that was found there
`;

export interface Command {
  readonly options: ConformanceOptions;
  readonly json: string | undefined;
}

/** The command line, or what is wrong with it. */
export function parseCommand(words: readonly string[]): Command | string {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        provider: { type: "string" },
        api: { type: "string" },
        only: { type: "string" },
        limit: { type: "string" },
        "split-bytes": { type: "string" },
        seed: { type: "string", default: "1" },
        lanes: { type: "string", default: "16" },
        json: { type: "string" },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : "The options cannot be read.";
  }
  const { values, positionals } = parsed;
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1) return "Name one corpus folder.";
  const limit = values.limit === undefined ? Number.MAX_SAFE_INTEGER : Number(values.limit);
  const seed = Number(values.seed);
  const lanes = Number(values.lanes);
  if (!isCount(limit) || !Number.isSafeInteger(seed) || !isCount(lanes))
    return "--limit, --seed and --lanes take whole numbers.";
  const split = values["split-bytes"];
  const cutting = split === undefined ? { kind: "events" as const } : parseCutting(split, seed);
  if (cutting === undefined) return "--split-bytes takes a number of bytes, or random:<largest>.";
  const { provider, api, only } = values;
  return { options: { folder, provider, api, only, limit, cutting, lanes: Math.min(lanes, 128) }, json: values.json };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
