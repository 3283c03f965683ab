import type { Contestant, RunningContestant, Setting } from "../contestants/contestant.ts";
import { watchForeignLoad } from "../machine/foreign-load.ts";
import type { ScriptName } from "../stub/scripts.ts";
import type { Stub } from "../stub/start-stub.ts";
import type { Participant, Reading } from "./figures.ts";
import type { Load, LoadSizes } from "./load.ts";
import { warmUp } from "./warm-up.ts";
import type { WarmLoad } from "./warm-up.ts";

export interface RoundsPlan {
  readonly setting: Setting;
  readonly stub: Stub;
  readonly contestants: readonly Contestant[];
  readonly loads: readonly Load[];
  readonly sizes: LoadSizes;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

interface Entrant {
  readonly participant: Participant;
  readonly running: RunningContestant;
  readonly startFresh: () => Promise<RunningContestant>;
}

/** The stub itself in a contestant's place. */
function direct(stub: Stub): Entrant {
  const running: RunningContestant = {
    pid: stub.pid,
    port: stub.port,
    headers: ["authorization: Bearer sk-bench"],
    model: "gpt-4o-mini",
    keepsBytes: true,
    settled: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  return { participant: "direct", running, startFresh: () => Promise.resolve(running) };
}

function rotated<T>(list: readonly T[], by: number): readonly T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

async function readOnce(plan: RoundsPlan, entrant: Entrant, load: Load, round: number): Promise<Reading> {
  const { participant, running, startFresh } = entrant;
  const isDirect = participant === "direct";
  const base = { round, participant, load: load.name };
  const foreignCores = watchForeignLoad();
  try {
    const { stub, sizes } = plan;
    const result = await load.run({ running, isDirect, startFresh, stub, sizes, seed: round * 1000 });
    // A load that ends processes of its own would take them for somebody else's.
    return { ...base, ...result, foreignCores: load.endsProcesses ? undefined : foreignCores() };
  } catch (error) {
    const failures = [error instanceof Error ? error.message : String(error)];
    return { ...base, figures: {}, failures, foreignCores: undefined };
  }
}

function warmLoads(sizes: LoadSizes): readonly (readonly [ScriptName, WarmLoad])[] {
  const load = { connections: sizes.saturatedConnections, seconds: sizes.firstWarmSeconds };
  return [
    ["plain1k", { ...load, calls: sizes.firstWarmCalls }],
    ["stream100", { ...load, calls: 0 }],
  ];
}

async function startAll(plan: RoundsPlan): Promise<Entrant[]> {
  const entrants: Entrant[] = [];
  for (const contestant of plan.contestants) {
    const startFresh = (): Promise<RunningContestant> => contestant.start(plan.setting);
    const running = await startFresh();
    entrants.push({ participant: contestant.name, running, startFresh });
    for (const [script, load] of warmLoads(plan.sizes)) {
      const failures = await warmUp(running, script, load);
      if (failures.length > 0) plan.tell(`${contestant.name}, warming up: ${failures.join("; ")}`);
    }
  }
  return entrants;
}

async function runRound(plan: RoundsPlan, contestants: readonly Entrant[], round: number): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const load of plan.loads) {
    const entrants = load.needsDirect ? [direct(plan.stub), ...contestants] : contestants;
    for (const entrant of rotated(entrants, round)) readings.push(await readOnce(plan, entrant, load, round));
  }
  return readings;
}

/**
 * Runs every load against every participant in every round: A B C D, then B C D A, and so on, each load back to back
 * for all, so that what changes on the machine meanwhile meets all of them alike.
 */
export async function runRounds(plan: RoundsPlan): Promise<readonly Reading[]> {
  const contestants = await startAll(plan);
  const readings: Reading[] = [];
  try {
    for (let round = 0; round < plan.rounds; round += 1) {
      const fresh = await runRound(plan, contestants, round);
      readings.push(...fresh);
      const invalid = fresh.filter((reading) => reading.failures.length > 0);
      plan.tell(`round ${round + 1} of ${plan.rounds} done, ${invalid.length} invalid readings`);
      for (const reading of invalid)
        plan.tell(`  ${reading.participant}, ${reading.load}: ${reading.failures.join("; ")}`);
    }
  } finally {
    await Promise.all(contestants.map((contestant) => contestant.running.stop()));
  }
  return readings;
}
