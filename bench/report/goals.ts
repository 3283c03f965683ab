import type { Participant } from "../measure/figures.ts";
import type { ReportedName, Rounds } from "./rounds.ts";
import type { Spread } from "./spread.ts";

/** What Holdfast must reach: a ratio between two contestants in the same rounds, or a bare number. */
interface Goal {
  readonly says: string;
  readonly figure: ReportedName;
  readonly of: Participant;
  /** Undefined: the figure itself, not a ratio. */
  readonly over: Participant | undefined;
  readonly atMost: number;
}

const againstFloor = { of: "holdfast", over: "floor" } as const;
const againstPortkey = { of: "holdfast", over: "portkey" } as const;

const goals: readonly Goal[] = [
  { says: "CPU a 1 KB call at saturation, to the floor", figure: "plain1kCpu", ...againstFloor, atMost: 1.4 },
  { says: "CPU a 1 KB call at 600/s, to the floor", figure: "fixedCpu", ...againstFloor, atMost: 1.15 },
  { says: "CPU a 32 KB call at saturation, to the floor", figure: "plain32kCpu", ...againstFloor, atMost: 2 },
  { says: "CPU a chunk of a stream, to the floor", figure: "chunkCpu", ...againstFloor, atMost: 1.15 },
  {
    says: "CPU a 1 KB call, logging on to logging off",
    figure: "plain1kCpu",
    of: "holdfast",
    over: "holdfast-no-ledger",
    atMost: 1.15,
  },
  {
    says: "CPU a 1 KB call at saturation, to Portkey (an eighth)",
    figure: "plain1kCpu",
    ...againstPortkey,
    atMost: 0.125,
  },
  { says: "added p50 at 600/s, to Portkey's", figure: "addedP50", ...againstPortkey, atMost: 0.35 },
  { says: "memory at the open streams, to Portkey's", figure: "openMemory", ...againstPortkey, atMost: 0.65 },
  {
    says: "freed after one of the clients left, ms",
    figure: "freedOneMs",
    of: "holdfast",
    over: undefined,
    atMost: 100,
  },
  {
    says: "freed after all of the clients left, ms",
    figure: "freedAllMs",
    of: "holdfast",
    over: undefined,
    atMost: 100,
  },
];

export interface GoalResult {
  readonly says: string;
  readonly atMost: number;
  readonly reached: Spread | undefined;
  /** Undefined: not measured in this run. */
  readonly met: boolean | undefined;
}

/** Compares the medians with the goals. */
export function judgeGoals(rounds: Rounds): readonly GoalResult[] {
  return goals.map(({ says, figure, of, over, atMost }) => {
    const reached = over === undefined ? rounds.spread(of, figure) : rounds.ratio(of, over, figure);
    return { says, atMost, reached, met: reached === undefined ? undefined : reached.median <= atMost };
  });
}
