import { parseArgs } from "node:util";
import { contestantNames, type ContestantName } from "./contestants/contestant.ts";
import { allLoads } from "./measure/loads.ts";
import type { Load } from "./measure/load.ts";

const fullRounds = 7;
const maxRounds = 100;
/** Left out unless asked for: a full run is to stay under twelve minutes. */
const onRequest: readonly ContestantName[] = ["holdfast-embedded"];

export interface Flags {
  readonly rounds: number;
  readonly only: readonly ContestantName[];
  readonly loads: readonly Load[];
  readonly quick: boolean;
  readonly built: boolean;
  readonly save: boolean;
}

export const usage = `Usage: npm run bench -- [options]
  --rounds <n>     interleaved rounds (default ${fullRounds}; 1 with --quick)
  --only <names>   contestants, with commas between: ${contestantNames.join(", ")}
                   (default: all but ${onRequest.join(", ")})
  --loads <names>  loads, with commas between: ${allLoads.map((load) => load.name).join(", ")}
  --built          run Holdfast as it is published, from dist/ (after npm run build); else from its TypeScript
  --quick          a short run that shows that everything works; its figures mean little
  --save           also write bench/latest.json, which is committed
`;

/** The members of a table that a comma list names; all of them for no list. Throws with the names there are. */
function chosen<T>(list: string | undefined, table: readonly T[], nameOf: (entry: T) => string): readonly T[] {
  if (list === undefined) return table;
  return list.split(",").map((name) => {
    const found = table.find((entry) => nameOf(entry) === name.trim());
    if (found === undefined) throw new Error(`There is no "${name}". There are: ${table.map(nameOf).join(", ")}.`);
    return found;
  });
}

/** Reads the command line; undefined when it asks for help. Throws with a sentence for people when it is wrong. */
export function readFlags(parameters: readonly string[]): Flags | undefined {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      rounds: { type: "string" },
      only: { type: "string" },
      loads: { type: "string" },
      built: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      save: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const rounds = Number(values.rounds ?? (values.quick ? 1 : fullRounds));
  if (!Number.isInteger(rounds) || rounds < 1 || rounds > maxRounds) {
    throw new Error(`--rounds takes a whole number from 1 to ${maxRounds}.`);
  }
  return {
    rounds,
    only:
      values.only === undefined
        ? contestantNames.filter((name) => !onRequest.includes(name))
        : chosen(values.only, contestantNames, (name) => name),
    loads: chosen(values.loads, allLoads, (load) => load.name),
    quick: values.quick,
    built: values.built,
    save: values.save,
  };
}
