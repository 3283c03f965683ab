import type { Machine } from "../machine/machine.ts";

export const contestantNames = [
  "floor",
  "hono-floor",
  "holdfast",
  "holdfast-no-ledger",
  "holdfast-embedded",
  "portkey",
] as const;
export type ContestantName = (typeof contestantNames)[number];

/** Where a contestant runs and whom it may ask. */
export interface Setting {
  readonly machine: Machine;
  /** Scheme, host and port of the stub. */
  readonly upstreamOrigin: string;
  /** A Postgres for whoever needs one; started on the load's core when first asked for. */
  readonly databaseUrl: () => Promise<string>;
  /** True: Holdfast runs as it is published, from `dist/`; false: from its TypeScript. */
  readonly built: boolean;
  /** A directory that is removed when the benchmark ends. */
  readonly scratch: string;
}

/** A gateway that takes calls. */
export interface RunningContestant {
  readonly pid: number;
  readonly port: number;
  /** Request headers besides the usual ones, in wire form without line ends. */
  readonly headers: readonly string[];
  /** What the caller puts into `model`. */
  readonly model: string;
  /** False: the gateway writes answers anew, so they are compared with its own first answer. */
  readonly keepsBytes: boolean;
  /** Resolves when everything that the answered calls started has ended, such as writing the ledger. */
  readonly settled: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface Contestant {
  readonly name: ContestantName;
  /** One line for the report. */
  readonly about: string;
  /** Why it cannot take part here; undefined: it can. May install what it needs. */
  readonly obstacle: (setting: Setting) => Promise<string | undefined>;
  readonly start: (setting: Setting) => Promise<RunningContestant>;
}
