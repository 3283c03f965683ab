import { printableText } from "../lib/printable-text.ts";
import type { PlanView } from "../rollouts/plan-view.ts";
import { differenceLines } from "./difference-lines.ts";
import type { Style, Terminal } from "./terminal.ts";

/** Longer diffs are for `prompts diff`. */
const maxLines = 60;

interface Telling {
  /** True: it was applied; false: it was only planned. */
  readonly done: boolean;
  /** The command to type next; undefined: none. */
  readonly next: string | undefined;
}

/** A plan for people: what changes, prompt by prompt and route by route. */
export function renderPlan(plan: PlanView, terminal: Terminal, { done, next }: Telling): string {
  const changes = [
    ...plan.prompts.map((prompt) => renderPrompt(prompt, terminal)),
    ...plan.routes.map((route) => renderRoute(route, terminal)),
    ...(plan.not_described > 0 ? [`… and ${plan.not_described} more`] : []),
  ];
  const { prompts, routes } = plan.unchanged;
  const same = `${counted(prompts, "prompt")} and ${counted(routes, "route")}`;
  if (changes.length === 0 && prompts + routes === 0) {
    return "There is nothing to apply: no routes in holdfast.yaml, and no files in prompts/ beside it.";
  }
  if (changes.length === 0) return `Nothing to do: ${same} are as the files say.`;
  const count = plan.prompts.length + plan.routes.length + plan.not_described;
  const changed = `${counted(count, "change")}, ${same} unchanged.`;
  const end = next === undefined ? changed : `${changed} To make them: ${next}`;
  return [...changes, done ? `Applied: ${end}` : end].join("\n\n");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function renderPrompt(change: PlanView["prompts"][number], terminal: Terminal): string {
  const what =
    change.before === null
      ? `new, version ${change.version}`
      : change.is_new
        ? `version ${change.before} → ${change.version}`
        : change.before === change.version
          ? "labels only"
          : `back to version ${change.version} (from ${change.before})`;
  const moves = change.labels
    .filter(({ label, from, to }) => label !== "latest" && from !== to)
    .map(({ label, from, to }) => `  label ${label}: ${from ?? "none"} → ${to}`);
  return [
    `${terminal.style("bold", `prompt ${change.name}`)}  ${what}`,
    ...change.changes.map(({ says }) => `  ${printableText(says)}`),
    ...moves,
    ...renderLines(change.lines, terminal),
  ].join("\n");
}

function renderRoute(change: PlanView["routes"][number], terminal: Terminal): string {
  const { route, release, pinned, pinned_before: before } = change;
  const serves =
    before === null
      ? `new, serves ${route}@${pinned}`
      : before === pinned
        ? `goes on serving ${route}@${pinned}; ${route}@${release} ${release === pinned ? "is what the files say" : "waits for `promote`"}`
        : `${route}@${before} → ${route}@${pinned}`;
  return [
    `${terminal.style("bold", `route ${route}`)}  ${serves}`,
    ...differenceLines(change.differences, terminal),
  ].join("\n");
}

const lineStyles: Readonly<Record<string, Style>> = { "+": "green", "-": "red", "@": "cyan" };

/** Lines of a diff, in colour where there is any. */
export function renderLines(lines: readonly string[], terminal: Terminal, most = maxLines): readonly string[] {
  const shown = lines.slice(0, most).map((line) => {
    const style = lineStyles[line.slice(0, 1)];
    const text = printableText(line);
    return `    ${style === undefined ? text : terminal.style(style, text)}`;
  });
  return lines.length > most ? [...shown, `    … ${lines.length - most} more lines`] : shown;
}
