import { aboutFigure } from "./rounds.ts";
import type { RunRecord } from "./run-record.ts";
import { formatSpread, spreadOf } from "./spread.ts";
import type { Summary, SummaryRow } from "./summarize.ts";

type Table = readonly (readonly string[])[];

/** Columns as wide as their widest cell; the first is aligned left, the others right. */
function layOut(table: Table): string {
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const [head = [], ...rest] = table;
  return [line(head), "-".repeat(line(head).length), ...rest.map(line)].join("\n");
}

function tableOf(title: string, rows: readonly SummaryRow[], summary: Summary): string {
  const head = [title, ...summary.contestants];
  const body = rows.map((row) => [
    aboutFigure(row.figure),
    ...summary.contestants.map((contestant) => formatSpread(row.cells[contestant])),
  ]);
  return layOut([head, ...body]);
}

function goalTable(summary: Summary): string {
  const mark = (met: boolean | undefined): string => (met === undefined ? "not measured" : met ? "met" : "MISSED");
  const rows = summary.goals.map((goal) => [goal.says, `≤ ${goal.atMost}`, formatSpread(goal.reached), mark(goal.met)]);
  return layOut([["goal for holdfast", "wanted", "reached", ""], ...rows]);
}

/** More than this of a core taken by others, and the figures say more about them. */
const tolerableForeignCores = 0.05;

function disturbance(record: RunRecord): readonly string[] {
  const foreign = spreadOf(record.readings.flatMap((reading) => reading.foreignCores ?? []));
  if (foreign === undefined || foreign.median <= tolerableForeignCores) return [];
  return [`DISTURBED: other processes kept ${formatSpread(foreign)} cores busy; repeat this on a quiet machine.`];
}

function heading(record: RunRecord): string {
  const { machine } = record;
  const cores = machine.pinned
    ? "the contestant has core 0; load, stub and database share core 1"
    : `NOT PINNED, because ${machine.unpinnedBecause ?? "unknown"}: figures are not comparable`;
  return [
    `${record.rounds} interleaved rounds on ${machine.cpuModel}, ${machine.cores} cores; ${cores}.`,
    `Node ${record.node}, commit ${record.commit}, Holdfast from ${record.built ? "dist" : "src"}, ${Math.round(record.seconds)} s. Each cell is a median over rounds [lowest–highest].`,
    ...disturbance(record),
    ...record.contestants.map(({ name, about }) => `  ${name}: ${about}`),
    ...record.absent.map(({ name, because }) => `  ${name} did not take part: ${because}`),
  ].join("\n");
}

/** The report as people read it. */
export function renderReport(record: RunRecord, summary: Summary): string {
  const parts = [
    heading(record),
    tableOf("figure", summary.values, summary),
    tableOf("ratio to the floor", summary.toFloor, summary),
    tableOf("ratio to Portkey", summary.toPortkey, summary),
    goalTable(summary),
  ];
  if (summary.invalid.length > 0) parts.push(["INVALID, left out above:", ...summary.invalid].join("\n  "));
  return `${parts.join("\n\n")}\n`;
}
