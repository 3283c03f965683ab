import { figures, type FigureName, type Participant, type Reading } from "../measure/figures.ts";
import { spreadOf, type Spread } from "./spread.ts";

/** Figures that a contestant adds to what the load sees with nothing in between, in the same round. */
const addedFigures = {
  addedP50: { from: "fixedP50", about: "1 KB calls at 600/s: added p50, ms" },
  addedP99: { from: "fixedP99", about: "1 KB calls at 600/s: added p99, ms" },
  addedFirstByteP50: { from: "firstByteP50", about: "stream: added time to first byte p50, ms" },
  addedFirstByteP99: { from: "firstByteP99", about: "stream: added time to first byte p99, ms" },
} as const satisfies Record<string, { readonly from: FigureName; readonly about: string }>;

type AddedName = keyof typeof addedFigures;
export type ReportedName = FigureName | AddedName;

function isAdded(name: ReportedName): name is AddedName {
  return name in addedFigures;
}

/** What a figure means, with its unit. */
export function aboutFigure(name: ReportedName): string {
  return isAdded(name) ? addedFigures[name].about : figures[name].about;
}

/** All readings of a run by round; those with failures answer nothing. */
export class Rounds {
  readonly #values = new Map<string, number>();
  readonly #rounds: ReadonlySet<number>;

  constructor(readings: readonly Reading[]) {
    this.#rounds = new Set(readings.map((reading) => reading.round));
    for (const reading of readings) {
      if (reading.failures.length > 0) continue;
      for (const [name, value] of Object.entries(reading.figures)) {
        this.#values.set(`${reading.round} ${reading.participant} ${name}`, value);
      }
    }
  }

  value(round: number, participant: Participant, name: ReportedName): number | undefined {
    if (!isAdded(name)) return this.#values.get(`${round} ${participant} ${name}`);
    const seen = this.#values.get(`${round} ${participant} ${addedFigures[name].from}`);
    const direct = this.#values.get(`${round} direct ${addedFigures[name].from}`);
    return seen === undefined || direct === undefined ? undefined : seen - direct;
  }

  spread(participant: Participant, name: ReportedName): Spread | undefined {
    return this.#spread((round) => this.value(round, participant, name));
  }

  /** Of the ratio in each round, not the ratio of two medians: what disturbs a round disturbs both sides of it. */
  ratio(participant: Participant, over: Participant, name: ReportedName): Spread | undefined {
    return this.#spread((round) => {
      const above = this.value(round, participant, name);
      const below = this.value(round, over, name);
      return above === undefined || below === undefined || below <= 0 ? undefined : above / below;
    });
  }

  #spread(of: (round: number) => number | undefined): Spread | undefined {
    return spreadOf(
      [...this.#rounds].flatMap((round) => {
        const value = of(round);
        return value !== undefined && Number.isFinite(value) ? [value] : [];
      }),
    );
  }
}
