import type { Difference } from "../lib/diff-json.ts";
import { oneLine } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const maxShownLength = 100;

/** Where two releases differ, one place a line: `target: "openai/gpt-5-mini" → "openai/gpt-5"`. */
export function differenceLines(differences: readonly Difference[], terminal: Terminal): readonly string[] {
  return differences.map(({ path, before, after }) => {
    const [from, to] = [show(before), show(after)];
    if (before === undefined) return `  ${terminal.style("green", `+ ${path}: ${to}`)}`;
    if (after === undefined) return `  ${terminal.style("red", `- ${path}: ${from}`)}`;
    return `  ${path}: ${from} → ${to}`;
  });
}

function show(value: unknown): string {
  const text = oneLine(JSON.stringify(value) ?? "");
  return text.length > maxShownLength ? `${text.slice(0, maxShownLength - 1)}…` : text;
}
