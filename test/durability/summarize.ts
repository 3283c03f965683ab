import type { SeenCall } from "./load.ts";

export interface Pace {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** How calls went between two moments of the performance clock. */
export function paceBetween(calls: readonly SeenCall[], fromMs: number, toMs: number): Pace {
  const latencies = calls
    .filter((call) => call.complete && call.endedAtMs >= fromMs && call.endedAtMs < toMs)
    .map((call) => call.latencyMs)
    .toSorted((left, right) => left - right);
  return {
    callsPerSecond: Math.round((latencies.length / (toMs - fromMs)) * 1000),
    p50Ms: rounded(latencies[Math.floor(latencies.length * 0.5)]),
    p99Ms: rounded(latencies[Math.floor(latencies.length * 0.99)]),
  };
}

function rounded(value = Number.NaN): number {
  return Math.round(value * 10) / 10;
}
