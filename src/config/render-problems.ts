import { printableText } from "../lib/printable-text.ts";
import type { ConfigProblem } from "./config.ts";

const maxShown = 50;

/**
 * Problems for people, one a line: `holdfast.yaml:12:5  routes.support.target  names provider …  did you mean "openai"?`,
 * and a count. Control characters out of the file are not printed.
 */
export function renderProblems(problems: readonly ConfigProblem[], file: string): string {
  const shown = problems.slice(0, maxShown);
  const places = shown.map(({ line, column }) => `${file}:${line}:${column}`);
  const width = Math.max(0, ...places.map((place) => place.length));
  const lines = shown.map((problem, index) => {
    const parts = [(places[index] ?? file).padEnd(width), problem.path, problem.message, problem.suggestion ?? ""];
    return parts.filter((part) => part !== "").join("  ");
  });
  const more = problems.length - shown.length;
  if (more > 0) lines.push(`… and ${more} more`);
  lines.push("", `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in ${file}`);
  return printableText(lines.join("\n"));
}
