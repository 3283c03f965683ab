import { LiquidError, type Template } from "#liquidjs";
import type { PromptVariable } from "../prompt-content.ts";
import { liquid } from "./liquid-engine.ts";
import { plainMessage, type TemplateFault } from "./template-fault.ts";
import { TemplateParser } from "./template-parser.ts";
import { traceVariables, type TracedVariables } from "./trace-variables.ts";

/** A template, ready to be rendered any number of times. */
export interface ParsedTemplate extends Omit<TracedVariables, "faults"> {
  /** Not read-only, because the engine's signatures are not; nobody writes to it. */
  readonly nodes: Template[];
}

export type TemplateResult =
  | { readonly ok: true; readonly template: ParsedTemplate }
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

const nothing: ReadonlySet<string> = new Set();
const untraced: Omit<ParsedTemplate, "nodes"> = { reads: nothing, shows: nothing, assigned: nothing };

/** Reads a template whose partials are inlined, and tells each of its outputs which variable it shows. */
export function parseTemplate(
  text: string,
  declared: Readonly<Record<string, PromptVariable>> | undefined,
): TemplateResult {
  try {
    const nodes = new TemplateParser(liquid).parse(text);
    // A partial that stands alone is read for its syntax only: which variables there are, its prompts say.
    if (declared === undefined) return { ok: true, template: { nodes, ...untraced } };
    const { faults, ...traced } = traceVariables(nodes, text, declared);
    return faults.length > 0 ? { ok: false, faults } : { ok: true, template: { nodes, ...traced } };
  } catch (error) {
    if (error instanceof LiquidError) {
      return { ok: false, faults: [{ message: plainMessage(error), offset: error.token.begin }] };
    }
    // Only an expression that nests beyond the stack is left.
    if (error instanceof RangeError) return { ok: false, faults: [{ message: "is nested too deeply", offset: 0 }] };
    throw error;
  }
}
