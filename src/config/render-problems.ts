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
  return printable(lines.join("\n"));
}

/** A key of the file could hold an escape sequence for the terminal. */
function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be printed
  return text.replaceAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, "�");
}
