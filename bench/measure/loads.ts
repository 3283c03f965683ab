import { plainAtFixedRate, streamsAtFixedRate } from "./at-fixed-rate.ts";
import { openStreams } from "./hold-open-streams.ts";
import type { Load, LoadSizes } from "./load.ts";
import { saturation } from "./saturate.ts";

/** In the order in which a round runs them. */
export const allLoads: readonly Load[] = [
  saturation("plain1k"),
  saturation("plain32k"),
  plainAtFixedRate,
  streamsAtFixedRate,
  openStreams,
];

/** What a full run measures with. */
export const fullSizes: LoadSizes = {
  saturatedConnections: 48,
  firstWarmSeconds: 2,
  firstWarmCalls: 20_000,
  warmSeconds: 0.3,
  saturatedSeconds: 1.5,
  fixedRatePerSecond: 600,
  fixedSeconds: 2.5,
  streamsPerSecond: 80,
  streamSeconds: 2,
  openStreams: 1000,
  holdSeconds: 1.2,
};

/** Enough to see that everything works; the figures mean little. */
export const quickSizes: LoadSizes = {
  saturatedConnections: 16,
  firstWarmSeconds: 0.5,
  firstWarmCalls: 0,
  warmSeconds: 0.1,
  saturatedSeconds: 0.4,
  fixedRatePerSecond: 300,
  fixedSeconds: 0.5,
  streamsPerSecond: 20,
  streamSeconds: 0.5,
  openStreams: 100,
  holdSeconds: 0.3,
};
