import type { ContestantName } from "../contestants/contestant.ts";

/** Every number that one load gives about one contestant in one round. The key names the load, `about` the unit. */
export const figures = {
  plain1kCpu: { about: "1 KB calls at saturation: CPU µs a call" },
  plain1kRate: { about: "1 KB calls at saturation: calls/s" },
  plain1kBusy: { about: "1 KB calls at saturation: busy share of the core" },
  plain32kCpu: { about: "32 KB calls at saturation: CPU µs a call" },
  plain32kRate: { about: "32 KB calls at saturation: calls/s" },
  plain32kBusy: { about: "32 KB calls at saturation: busy share of the core" },
  fixedCpu: { about: "1 KB calls at 600/s: CPU µs a call" },
  fixedP50: { about: "1 KB calls at 600/s: p50, ms" },
  fixedP99: { about: "1 KB calls at 600/s: p99, ms" },
  stream100Cpu: { about: "stream of 100 chunks: CPU µs a call" },
  stream1Cpu: { about: "stream of 1 chunk: CPU µs a call" },
  chunkCpu: { about: "stream: CPU µs a chunk" },
  streamReads: { about: "stream of 100 chunks: reads a call at the client" },
  firstByteP50: { about: "stream: first byte p50, ms" },
  firstByteP99: { about: "stream: first byte p99, ms" },
  idleMemory: { about: "memory after a few calls: MB" },
  openMemory: { about: "memory at the open slow streams: MB" },
  freedOneMs: { about: "upstream freed after one client left: ms" },
  freedAllMs: { about: "upstream freed after all clients left: ms" },
} as const;

export type FigureName = keyof typeof figures;
export type FigureValues = Readonly<Partial<Record<FigureName, number>>>;

/** `direct` is the load against the stub with nothing between them: what latencies are compared with. */
export type Participant = ContestantName | "direct";

/** What one load found out about one participant in one round. Figures of a reading with failures are not used. */
export interface Reading {
  readonly round: number;
  readonly participant: Participant;
  readonly load: string;
  readonly figures: FigureValues;
  readonly failures: readonly string[];
  /** Cores that processes outside the benchmark kept busy meanwhile; undefined: not known. */
  readonly foreignCores: number | undefined;
}

/** The value below which `share` (0 to 1) of the values lie; NaN for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
