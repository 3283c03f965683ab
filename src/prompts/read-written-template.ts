import type { ConfigProblem } from "../config/config.ts";
import type { PromptVariable } from "./prompt-content.ts";
import type { Partials } from "./prompt-file.ts";
import { inlinePartials, type Piece } from "./template/inline-partials.ts";
import { parseTemplate } from "./template/parse-template.ts";
import type { TemplateFault } from "./template/template-fault.ts";

/** A template as it stands in a file. */
export interface WrittenTemplate {
  readonly text: string;
  /** The file's line on which it begins. */
  readonly line: number;
  /** What problems call it: the section's role. Empty: the whole file. */
  readonly path: string;
}

/** A template with its partials inlined, and what is wrong with it, placed in the file. */
export function readWrittenTemplate(
  written: WrittenTemplate,
  partials: Partials,
  variables: Readonly<Record<string, PromptVariable>> | undefined,
): { readonly template: string; readonly problems: readonly ConfigProblem[] } {
  const inlined = inlinePartials(written.text, partials);
  if (!inlined.ok) return { template: "", problems: [place(inlined.fault, written)] };
  const parsed = parseTemplate(inlined.text, variables);
  if (parsed.ok) return { template: inlined.text, problems: [] };
  const problems = parsed.faults.map((fault) => place(sourceFault(fault, inlined.pieces), written));
  return { template: inlined.text, problems };
}

/** A fault of the inlined text as one of the text that was written. */
function sourceFault(fault: TemplateFault, pieces: readonly Piece[]): TemplateFault {
  const piece = pieces.findLast(({ start }) => start <= fault.offset);
  if (piece === undefined) return fault;
  return piece.partial === undefined
    ? { ...fault, offset: piece.source + fault.offset - piece.start }
    : { message: `${fault.message} (in the partial "${piece.partial}")`, offset: piece.source };
}

function place({ message, offset }: TemplateFault, { text, line, path }: WrittenTemplate): ConfigProblem {
  const before = text.slice(0, offset).split("\n");
  return {
    path,
    line: line + before.length - 1,
    column: (before.at(-1)?.length ?? 0) + 1,
    message,
  };
}
