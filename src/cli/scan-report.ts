import type { ScanRecord } from "./scan-record.ts";
import { renderTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** How one group of labelled records came out. */
export interface ScanFigures {
  readonly group: string;
  readonly attacks: number;
  readonly benign: number;
  /** Null where there is nothing to divide by. */
  readonly recall: number | null;
  readonly false_positive_rate: number | null;
  readonly auc: number | null;
}

interface Scored {
  readonly kind: string;
  readonly source: string;
  readonly isAttack: boolean;
  readonly score: number;
  readonly isCaught: boolean;
}

/** More labelled records than this are scanned, but no longer counted: the report says so. */
const maxScored = 5_000_000;

/** Collects labelled scores, and tells recall, false positives and the area under the curve by kind and source. */
export class ScanReport {
  private readonly scored: Scored[] = [];

  add(record: ScanRecord, score: number, isCaught: boolean): void {
    if (record.label === undefined || this.scored.length >= maxScored) return;
    const { kind = "-", source = "-" } = record;
    this.scored.push({ kind, source, isAttack: record.label === 1, score, isCaught });
  }

  get isEmpty(): boolean {
    return this.scored.length === 0;
  }

  figures(): readonly ScanFigures[] {
    const benign = this.scored.filter(({ isAttack }) => !isAttack);
    const by = (prefix: string, nameOf: (scored: Scored) => string): readonly ScanFigures[] =>
      [...Map.groupBy(this.scored, nameOf)].map(([name, group]) => figuresOf(`${prefix} ${name}`, group, benign));
    return [
      figuresOf("all", this.scored, benign),
      ...by("kind", ({ kind }) => kind),
      ...by("source", ({ source }) => source),
    ];
  }
}

function figuresOf(group: string, scored: readonly Scored[], allBenign: readonly Scored[]): ScanFigures {
  const attacks = scored.filter(({ isAttack }) => isAttack);
  const benign = scored.filter(({ isAttack }) => !isAttack);
  return {
    group,
    attacks: attacks.length,
    benign: benign.length,
    recall: share(attacks),
    false_positive_rate: share(benign),
    // A group of attacks alone is compared with every benign record there is.
    auc: areaUnderCurve(attacks, benign.length === 0 ? allBenign : benign),
  };
}

function share(scored: readonly Scored[]): number | null {
  return scored.length === 0 ? null : scored.filter(({ isCaught }) => isCaught).length / scored.length;
}

/** By ranks (Mann and Whitney), ties counted as half. */
function areaUnderCurve(attacks: readonly Scored[], benign: readonly Scored[]): number | null {
  if (attacks.length === 0 || benign.length === 0) return null;
  const sorted = Float64Array.from(benign, ({ score }) => score).toSorted();
  let sum = 0;
  for (const { score } of attacks) sum += (countBelow(sorted, score, false) + countBelow(sorted, score, true)) / 2;
  return sum / attacks.length / benign.length;
}

/** How many of the sorted values lie below, or below or at, the value. */
function countBelow(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle] ?? 0;
    if (other < value || (orEqual && other === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function renderFigures(figures: readonly ScanFigures[], terminal: Terminal): string {
  const shown = (value: number | null): string => (value === null ? "-" : value.toFixed(3));
  return renderTable(
    [
      { title: "GROUP", cell: ({ group }) => group, maxWidth: 60 },
      { title: "ATTACKS", cell: ({ attacks }) => String(attacks), align: "right" },
      { title: "BENIGN", cell: ({ benign }) => String(benign), align: "right" },
      { title: "RECALL", cell: ({ recall }) => shown(recall), align: "right" },
      { title: "FALSE POSITIVES", cell: (row) => shown(row.false_positive_rate), align: "right" },
      { title: "AUC", cell: ({ auc }) => shown(auc), align: "right" },
    ],
    figures,
    terminal,
  );
}
