import type { RunningContestant } from "../contestants/contestant.ts";
import type { Stub } from "../stub/start-stub.ts";
import type { FigureValues } from "./figures.ts";

/** How long and how hard each load runs. */
export interface LoadSizes {
  readonly saturatedConnections: number;
  /** Once for each contestant, before the first round. */
  readonly firstWarmSeconds: number;
  /** The same for all: compilers go by calls, and a slow contestant would get fewer of them in the same time. */
  readonly firstWarmCalls: number;
  readonly warmSeconds: number;
  readonly saturatedSeconds: number;
  readonly fixedRatePerSecond: number;
  readonly fixedSeconds: number;
  readonly streamsPerSecond: number;
  readonly streamSeconds: number;
  readonly openStreams: number;
  readonly holdSeconds: number;
}

/** What a load gets to work with. */
export interface LoadContext {
  readonly running: RunningContestant;
  /** True: there is nothing between the load and the stub, so there is nothing whose CPU could be counted. */
  readonly isDirect: boolean;
  /** A process that has served nothing yet, for figures that must not depend on what ran before. */
  readonly startFresh: () => Promise<RunningContestant>;
  readonly stub: Stub;
  readonly sizes: LoadSizes;
  /** The same for all participants of a round, another in the next. */
  readonly seed: number;
}

export interface LoadResult {
  readonly figures: FigureValues;
  readonly failures: readonly string[];
}

export interface Load {
  readonly name: string;
  /** True: it also runs straight against the stub, as the base that latencies are compared with. */
  readonly needsDirect: boolean;
  /** True: it starts and ends processes of its own. */
  readonly endsProcesses: boolean;
  readonly run: (context: LoadContext) => Promise<LoadResult>;
}
