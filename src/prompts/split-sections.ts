import type { Finding } from "../config/config.ts";
import type { PromptRole } from "./prompt.ts";

/** A section as it stands in the file, before its template is read. `line`: where its text begins, counted from 1. */
export type FileSection =
  | { readonly kind: "message"; readonly role: PromptRole; readonly text: string; readonly line: number }
  | { readonly kind: "history"; readonly line: number };

/** A finding whose place is a line of the file. */
export interface LineFinding extends Finding {
  readonly line: number;
}

interface OpenSection {
  readonly role: PromptRole | "history" | undefined;
  readonly markerLine: number;
  readonly lines: string[];
}

const marker = /^(system|developer|user|assistant|history):[ \t]*$/;
/** A backslash before what would be a marker makes it text; it is taken off again. */
const escapedMarker = /^\\(\\*(?:system|developer|user|assistant|history):[ \t]*)$/;
const maxSections = 200;

const roles: ReadonlyMap<string, PromptRole | "history"> = new Map(
  (["system", "developer", "user", "assistant", "history"] as const).map((role) => [role, role]),
);

/**
 * Cuts a body into sections at its marker lines. This happens once, on the author's own text, before any template is
 * read and long before a value is known: what a value says cannot open a section.
 */
export function splitSections(
  body: string,
  firstLine: number,
): { readonly sections: readonly FileSection[]; readonly findings: readonly LineFinding[] } {
  const open = openSections(body, firstLine);
  const findings: LineFinding[] = [];
  const sections: FileSection[] = [];
  for (const section of open) {
    const trimmed = trimSection(section);
    if (section.role === undefined) {
      if (trimmed.text !== "") findings.push(strayText(trimmed.line));
    } else if (section.role === "history") {
      if (trimmed.text !== "") findings.push(textAfterHistory(trimmed.line));
      sections.push({ kind: "history", line: section.markerLine });
    } else {
      if (trimmed.text === "") findings.push(emptySection(section.role, section.markerLine));
      sections.push({ kind: "message", role: section.role, ...trimmed });
    }
  }
  return { sections: sections.slice(0, maxSections), findings: [...findings, ...wholeBody(sections, firstLine)] };
}

function openSections(body: string, firstLine: number): readonly OpenSection[] {
  const open: OpenSection[] = [{ role: undefined, markerLine: firstLine - 1, lines: [] }];
  for (const [index, line] of body.split("\n").entries()) {
    const role = roles.get(marker.exec(line)?.[1] ?? "");
    if (role === undefined) open.at(-1)?.lines.push(escapedMarker.exec(line)?.[1] ?? line);
    else open.push({ role, markerLine: firstLine + index, lines: [] });
  }
  return open;
}

/** Empty lines around a section's text are layout. */
function trimSection({ markerLine, lines }: OpenSection): { readonly text: string; readonly line: number } {
  const first = lines.findIndex((line) => line.trim() !== "");
  if (first < 0) return { text: "", line: markerLine + 1 };
  const last = lines.findLastIndex((line) => line.trim() !== "");
  return {
    text: lines
      .slice(first, last + 1)
      .join("\n")
      .trimEnd(),
    line: markerLine + 1 + first,
  };
}

function strayText(line: number): LineFinding {
  return {
    path: [],
    line,
    message: "stands before the first section: begin with a line that says system: or user:",
  };
}

function textAfterHistory(line: number): LineFinding {
  return {
    path: ["history"],
    line,
    message: "has text after it: the caller's messages go there, so begin a new section for the text",
  };
}

function emptySection(role: PromptRole, line: number): LineFinding {
  return { path: [role], line, message: "is empty: write its text, or remove the line" };
}

function wholeBody(sections: readonly FileSection[], firstLine: number): readonly LineFinding[] {
  if (sections.length > maxSections) {
    return [{ path: [], line: firstLine, message: `has more than ${maxSections} sections` }];
  }
  if (sections.every(({ kind }) => kind === "history")) {
    return [{ path: [], line: firstLine, message: "has no section: begin one with a line that says system: or user:" }];
  }
  const second = sections.filter(({ kind }) => kind === "history")[1];
  return second === undefined
    ? []
    : [{ path: ["history"], line: second.line, message: "stands twice: the caller's messages go to one place" }];
}
