import type { Mismatch, Subject } from "./mismatch.ts";
import type { Finding } from "./replay-exchange.ts";

/** The counts of one provider, API and kind of answer. */
export interface Row {
  readonly provider: string;
  readonly api: string;
  readonly stream: boolean;
  records: number;
  /** How many calls they were sent as. */
  calls: number;
  passed: number;
  readonly mismatched: Record<Subject, number>;
  unpriced: number;
  excused: number;
  skipped: number;
}

export interface ShownMismatch extends Mismatch {
  readonly id: string;
  readonly way: string;
  readonly place: string;
}

export interface Excuse {
  readonly id: string;
  readonly why: string;
}

/** Everything a run found. */
export interface Tally {
  readonly rows: readonly Row[];
  readonly mismatches: readonly ShownMismatch[];
  readonly excuses: readonly Excuse[];
  /** Reasons for skipping, and how many records each held for. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Reasons for a missing cost, and how many records each held for. */
  readonly unpriced: Readonly<Record<string, number>>;
}

export interface Told {
  readonly id: string;
  readonly place: string;
  readonly provider: string;
  readonly api: string;
  readonly stream: boolean;
}

/** Counts what is found, record by record. */
export class Counting {
  readonly #rows = new Map<string, Row>();
  readonly #mismatches: ShownMismatch[] = [];
  readonly #excuses: Excuse[] = [];
  readonly #skipped = new Map<string, number>();
  readonly #unpriced = new Map<string, number>();

  skip(told: Told, why: string): void {
    const row = this.#row(told);
    row.records += 1;
    row.skipped += 1;
    bump(this.#skipped, why);
  }

  found(told: Told, findings: readonly Finding[]): void {
    const row = this.#row(told);
    row.records += 1;
    row.calls += findings.length;
    const shown = findings.flatMap(({ way, mismatches }) =>
      mismatches.map((mismatch) => ({ ...mismatch, id: told.id, way, place: told.place })),
    );
    if (shown.length === 0) row.passed += 1;
    for (const subject of new Set(shown.map((mismatch) => mismatch.subject))) row.mismatched[subject] += 1;
    this.#mismatches.push(...shown);
    const unpriced = findings.map((finding) => finding.unpriced).find((why) => why !== undefined);
    if (unpriced !== undefined) {
      row.unpriced += 1;
      bump(this.#unpriced, unpriced);
    }
    const excused = findings.map((finding) => finding.excused).find((why) => why !== undefined);
    if (excused === undefined) return;
    row.excused += 1;
    this.#excuses.push({ id: told.id, why: excused });
  }

  get tally(): Tally {
    return {
      rows: [...this.#rows.values()].toSorted((left, right) => keyOf(left).localeCompare(keyOf(right))),
      mismatches: this.#mismatches,
      excuses: this.#excuses,
      skipped: Object.fromEntries(this.#skipped),
      unpriced: Object.fromEntries(this.#unpriced),
    };
  }

  #row({ provider, api, stream }: Told): Row {
    const key = keyOf({ provider, api, stream });
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const mismatched = { request: 0, response: 0, ledger: 0, tokens: 0, cost: 0 };
    const made: Row = {
      provider,
      api,
      stream,
      records: 0,
      calls: 0,
      passed: 0,
      mismatched,
      unpriced: 0,
      excused: 0,
      skipped: 0,
    };
    this.#rows.set(key, made);
    return made;
  }
}

function keyOf({ provider, api, stream }: Pick<Row, "provider" | "api" | "stream">): string {
  return `${provider}\t${api}\t${stream ? "stream" : "plain"}`;
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
