import { printableText } from "../lib/printable-text.ts";
import type { Style, Terminal } from "./terminal.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand at the right, so that they can be compared. */
  readonly align?: "right";
  /** Longer cells are cut, with an ellipsis. */
  readonly maxWidth?: number;
  readonly style?: (row: Row) => Style | undefined;
}

const gap = "  ";

/** Rows under titles, as wide as their contents. What comes from outside cannot break out of its cell. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], terminal: Terminal): string {
  const cells = rows.map((row) => columns.map((column) => cut(oneLine(column.cell(row)), column.maxWidth)));
  const widths = columns.map((column, at) =>
    Math.max(column.title.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (texts: readonly string[]): readonly string[] =>
    columns.map((column, at) => pad(texts[at] ?? "", widths[at] ?? 0, column.align));
  const head = terminal.style(
    "dim",
    line(columns.map(({ title }) => title))
      .join(gap)
      .trimEnd(),
  );
  const body = cells.map((texts, index) => {
    const row = rows[index];
    const padded = line(texts);
    return columns
      .map((column, at) => paint(terminal, padded[at] ?? "", row === undefined ? undefined : column.style?.(row)))
      .join(gap)
      .trimEnd();
  });
  return [head, ...body].join("\n");
}

/** Names and values in two columns, for one thing's fields. Fields without a value are left out. */
export function renderFields(
  fields: readonly (readonly [name: string, value: string | undefined])[],
  terminal: Terminal,
): string {
  const present = fields.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [{ name, value }]));
  const width = Math.max(0, ...present.map(({ name }) => name.length));
  return present
    .map(({ name, value }) => `  ${terminal.style("dim", name.padEnd(width))}${gap}${oneLine(value)}`)
    .join("\n");
}

/** Text of a person or a program outside, fit for one line of a screen. */
export function oneLine(text: string): string {
  return printableText(text).replaceAll(/[\n\t]+/g, " ");
}

function paint(terminal: Terminal, text: string, style: Style | undefined): string {
  return style === undefined ? text : terminal.style(style, text);
}

function pad(text: string, width: number, align: "right" | undefined): string {
  return align === "right" ? text.padStart(width) : text.padEnd(width);
}

function cut(text: string, maxWidth: number | undefined): string {
  return maxWidth === undefined || text.length <= maxWidth ? text : `${text.slice(0, maxWidth - 1)}…`;
}
