import { Context, toValueSync } from "#liquidjs";
import type { RenderedPart } from "../prompt.ts";
import { liquid } from "./liquid-engine.ts";
import type { ParsedTemplate } from "./parse-template.ts";
import { SpanEmitter } from "./span-emitter.ts";

/** Nodes that one prompt may render, a loop's at each turn. */
const maxSteps = 50_000;

export class StepLimitError extends Error {
  override readonly name = "StepLimitError";
}

/** The room for one rendering of a prompt: all of its sections share the limits. */
export function openRendering(): Context {
  const context = new Context({}, liquid.options, { sync: true }, { liquid });
  let steps = 0;
  // The engine would measure time here, before each node. Time stands still on Workers and a busy machine would decide
  // what renders; counting decides the same everywhere.
  context.renderLimit.check = () => {
    steps += 1;
    if (steps > maxSteps) throw new StepLimitError(`more than ${maxSteps} steps`);
  };
  return context;
}

/** Renders one section. `values` has a member for every name that the template may read. */
export function renderTemplate(
  template: ParsedTemplate,
  values: Readonly<Record<string, unknown>>,
  rendering: Context,
): readonly RenderedPart[] {
  const emitter = new SpanEmitter();
  toValueSync(liquid.renderer.renderTemplates(template.nodes, rendering.spawn(values), emitter));
  return emitter.parts();
}
