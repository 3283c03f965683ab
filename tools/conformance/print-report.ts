import type { Conformance } from "./run-conformance.ts";
import type { Row } from "./tally.ts";

/** More mismatches than this are not read by people; `--json` has them all. */
const mostShown = 200;

const columns: readonly (readonly [title: string, value: (row: Row) => string | number])[] = [
  ["provider", (row) => row.provider],
  ["api", (row) => row.api],
  ["answer", (row) => (row.api === "" ? "" : row.stream ? "stream" : "plain")],
  ["records", (row) => row.records],
  ["calls", (row) => row.calls],
  ["passed", (row) => row.passed],
  ["request", (row) => row.mismatched.request],
  ["response", (row) => row.mismatched.response],
  ["ledger", (row) => row.mismatched.ledger],
  ["tokens", (row) => row.mismatched.tokens],
  ["cost", (row) => row.mismatched.cost],
  ["unpriced", (row) => row.unpriced],
  ["excused", (row) => row.excused],
  ["skipped", (row) => row.skipped],
];

/** The report for people: counts, then everything that is wrong or was left out, with the reason. */
export function printReport(found: Conformance, seconds: number): string {
  const rows = [...found.rows, total(found.rows)];
  const table = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, value]) => String(value(row))))];
  const widths = columns.map((_, column) => Math.max(...table.map((line) => (line[column] ?? "").length)));
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => pad(cell, column, widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    ...lines,
    "",
    ...reasons("Skipped", found.skipped),
    ...reasons("Without a cost", found.unpriced),
    ...excuses(found),
    ...mismatches(found),
    verdict(found, seconds),
    "",
  ].join("\n");
}

/** Words to the left, numbers to the right. */
function pad(cell: string, column: number, width: number): string {
  return column < 3 ? cell.padEnd(width) : cell.padStart(width);
}

function total(rows: readonly Row[]): Row {
  const sum = (value: (row: Row) => number): number => rows.reduce((all, row) => all + value(row), 0);
  return {
    provider: "all",
    api: "",
    stream: false,
    records: sum((row) => row.records),
    calls: sum((row) => row.calls),
    passed: sum((row) => row.passed),
    mismatched: {
      request: sum((row) => row.mismatched.request),
      response: sum((row) => row.mismatched.response),
      ledger: sum((row) => row.mismatched.ledger),
      tokens: sum((row) => row.mismatched.tokens),
      cost: sum((row) => row.mismatched.cost),
    },
    unpriced: sum((row) => row.unpriced),
    excused: sum((row) => row.excused),
    skipped: sum((row) => row.skipped),
  };
}

function reasons(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const entries = Object.entries(counts).toSorted(([, left], [, right]) => right - left);
  return entries.length === 0
    ? []
    : [`${title}:`, ...entries.map(([why, count]) => `${String(count).padStart(7)}  ${why}`), ""];
}

function excuses({ excuses: all }: Conformance): readonly string[] {
  return all.length === 0 ? [] : ["Excused:", ...all.map(({ id, why }) => `  ${id}: ${why}`), ""];
}

function mismatches({ mismatches: all }: Conformance): readonly string[] {
  const shown = all
    .slice(0, mostShown)
    .flatMap(({ id, way, place, subject, what, expected, came }) => [
      `✗ ${id} (${way}, ${place})`,
      `    ${subject}: ${what}`,
      `    expected ${expected}`,
      `    came     ${came}`,
    ]);
  if (all.length > mostShown) shown.push(`… and ${all.length - mostShown} more; --json writes them all`);
  return shown.length === 0 ? [] : [...shown, ""];
}

/** True when nothing is wrong. */
export function isConforming(found: Conformance): boolean {
  return found.mismatches.length === 0 && found.strayRequests === 0 && found.strayRows === 0;
}

function verdict(found: Conformance, seconds: number): string {
  const sum = total(found.rows);
  const strays = found.strayRequests + found.strayRows;
  const spent = `${found.calls} calls in ${seconds.toFixed(1)} s`;
  if (isConforming(found)) return `✓ ${sum.passed} records passed (${spent}), ${sum.skipped} skipped.`;
  const failed = sum.records - sum.passed - sum.skipped;
  return `✗ ${failed} records failed, ${sum.passed} passed, ${sum.skipped} skipped (${spent}); ${strays} stray requests or rows.`;
}
