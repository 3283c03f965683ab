import { analyzeSync, LiquidError } from "#liquidjs";
import type { PromptVariable, VariableType } from "../prompt-content.ts";
import { liquid } from "../template/liquid-engine.ts";
import { TemplateParser } from "../template/template-parser.ts";

export type FoundVariables =
  | { readonly ok: true; readonly variables: Readonly<Record<string, PromptVariable>> }
  | { readonly ok: false };

/** The variables that a template reads, with the types that its use of them suggests. Not ok: it is no template of ours. */
export function findVariables(template: string): FoundVariables {
  try {
    const { globals } = analyzeSync(new TemplateParser(liquid).parse(template), { partials: false });
    const found = Object.values(globals).flat();
    const names = new Set(found.flatMap(({ segments: [root] }) => (typeof root === "string" ? [root] : [])));
    const withMembers = new Set(found.flatMap(({ segments }) => (segments.length > 1 ? [segments[0]] : [])));
    return {
      ok: true,
      variables: Object.fromEntries(
        [...names].map((name) => [
          name,
          { type: typeOf(name, template, withMembers.has(name)), trust: "user", required: true },
        ]),
      ),
    };
  } catch (error) {
    if (error instanceof LiquidError) return { ok: false };
    throw error;
  }
}

function typeOf(name: string, template: string, hasMembers: boolean): VariableType {
  const loops = [...template.matchAll(/\{%-?\s*for\s+\w{1,64}\s+in\s+(\w{1,64})/g)].map(([, list]) => list);
  if (loops.includes(name)) return "list";
  return hasMembers ? "object" : "string";
}
