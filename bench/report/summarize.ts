import { contestantNames, type ContestantName } from "../contestants/contestant.ts";
import { figures, type FigureName } from "../measure/figures.ts";
import { judgeGoals, type GoalResult } from "./goals.ts";
import { Rounds, type ReportedName } from "./rounds.ts";
import type { RunRecord } from "./run-record.ts";
import type { Spread } from "./spread.ts";

/** The table is a constant of exactly these keys, which is what makes the assertion true. */
function figureNames(): readonly FigureName[] {
  return Object.keys(figures) as FigureName[];
}

const replacedByAdded: ReadonlySet<ReportedName> = new Set<ReportedName>([
  "fixedP50",
  "fixedP99",
  "firstByteP50",
  "firstByteP99",
]);
const addedNames = ["addedP50", "addedP99", "addedFirstByteP50", "addedFirstByteP99"] as const;
const reportedNames: readonly ReportedName[] = [
  ...figureNames().filter((name) => !replacedByAdded.has(name)),
  ...addedNames,
];
/** Ratios of these say how a contestant compares; of the others they would say nothing. */
const comparedNames: readonly ReportedName[] = [
  "plain1kCpu",
  "plain1kRate",
  "plain32kCpu",
  "plain32kRate",
  "fixedCpu",
  "stream100Cpu",
  "chunkCpu",
  "openMemory",
  ...addedNames,
];

export interface SummaryRow {
  readonly figure: ReportedName;
  readonly cells: Readonly<Partial<Record<ContestantName, Spread>>>;
}

export interface Summary {
  readonly contestants: readonly ContestantName[];
  readonly values: readonly SummaryRow[];
  readonly toFloor: readonly SummaryRow[];
  readonly toPortkey: readonly SummaryRow[];
  readonly goals: readonly GoalResult[];
  /** One line for each participant and load that had failures in some round. */
  readonly invalid: readonly string[];
}

type Cell = (contestant: ContestantName, figure: ReportedName) => Spread | undefined;

function rowsOf(names: readonly ReportedName[], contestants: readonly ContestantName[], cell: Cell): SummaryRow[] {
  return names
    .map((figure) => {
      const cells: Partial<Record<ContestantName, Spread>> = {};
      for (const contestant of contestants) {
        const spread = cell(contestant, figure);
        if (spread !== undefined) cells[contestant] = spread;
      }
      return { figure, cells };
    })
    .filter((row) => Object.keys(row.cells).length > 0);
}

function invalidOf(record: RunRecord): string[] {
  const failed = new Map<string, { rounds: number; last: string }>();
  for (const reading of record.readings) {
    if (reading.failures.length === 0) continue;
    const name = `${reading.participant}, ${reading.load}`;
    const rounds = (failed.get(name)?.rounds ?? 0) + 1;
    failed.set(name, { rounds, last: reading.failures.join("; ") });
  }
  return [...failed].map(
    ([name, { rounds, last }]) => `${name}: invalid in ${rounds} of ${record.rounds} rounds: ${last}`,
  );
}

/** Medians and ranges of a run: values, ratios to the floor and to Portkey, and the goals. */
export function summarize(record: RunRecord): Summary {
  const rounds = new Rounds(record.readings);
  const contestants = contestantNames.filter((name) => record.contestants.some((one) => one.name === name));
  return {
    contestants,
    values: rowsOf(reportedNames, contestants, (contestant, figure) => rounds.spread(contestant, figure)),
    toFloor: rowsOf(comparedNames, contestants, (contestant, figure) => rounds.ratio(contestant, "floor", figure)),
    toPortkey: rowsOf(comparedNames, contestants, (contestant, figure) => rounds.ratio(contestant, "portkey", figure)),
    goals: judgeGoals(rounds),
    invalid: invalidOf(record),
  };
}
