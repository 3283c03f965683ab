import { LiquidError } from "liquidjs/dist/liquid.browser.mjs";
import type { Template } from "liquidjs";
import type { PromptVariable } from "../prompt-content.ts";
import { liquid } from "./liquid-engine.ts";
import { plainMessage, type TemplateFault } from "./template-fault.ts";
import { TemplateParser } from "./template-parser.ts";
import { traceVariables } from "./trace-variables.ts";

/** A template, ready to be rendered any number of times. */
export interface ParsedTemplate {
  /** Not read-only, because the engine's signatures are not; nobody writes to it. */
  readonly nodes: Template[];
  /** The declared variables that it reads. */
  readonly reads: ReadonlySet<string>;
  /** Names that it gives to things itself, by `assign`. */
  readonly assigned: ReadonlySet<string>;
}

export type TemplateResult =
  | { readonly ok: true; readonly template: ParsedTemplate }
  | { readonly ok: false; readonly faults: readonly TemplateFault[] };

/** Reads a template whose partials are inlined, and tells each of its outputs which variable it shows. */
export function parseTemplate(
  text: string,
  declared: Readonly<Record<string, PromptVariable>> | undefined,
): TemplateResult {
  try {
    const nodes = new TemplateParser(liquid).parse(text);
    // A partial that stands alone is read for its syntax only: which variables there are, its prompt says.
    if (declared === undefined)
      return { ok: true, template: { nodes, reads: new Set<string>(), assigned: new Set<string>() } };
    const traced = traceVariables(nodes, text, declared);
    if (traced.faults.length > 0) return { ok: false, faults: traced.faults };
    return { ok: true, template: { nodes, reads: traced.reads, assigned: traced.assigned } };
  } catch (error) {
    if (error instanceof LiquidError) {
      return { ok: false, faults: [{ message: plainMessage(error), offset: error.token.begin }] };
    }
    // Only an expression that nests beyond the stack is left.
    if (error instanceof RangeError) return { ok: false, faults: [{ message: "is nested too deeply", offset: 0 }] };
    throw error;
  }
}
