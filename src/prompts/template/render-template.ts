import { Context, toValueSync, TypeGuards, type Template } from "#liquidjs";
import type { RenderedPart } from "../prompt.ts";
import { liquid } from "./liquid-engine.ts";
import type { ParsedTemplate } from "./parse-template.ts";
import { SpanEmitter } from "./span-emitter.ts";
import { ValueOutput } from "./value-output.ts";

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
  const context = rendering.spawn(values);
  for (const node of template.nodes) {
    if (!renderPlainly(node, values, emitter)) {
      toValueSync(liquid.renderer.renderTemplates([node], context, emitter));
    }
    // Outside a loop they end the section, as they end a loop's turn inside one.
    if (context.breakCalled || context.continueCalled) break;
  }
  return emitter.parts();
}

/**
 * Most nodes are words, or a variable as it is: they need none of the engine's machinery, which takes most of a
 * rendering's time. False: it is another node. No template can give a declared variable another value.
 */
function renderPlainly(node: Template, values: Readonly<Record<string, unknown>>, emitter: SpanEmitter): boolean {
  if (TypeGuards.isHTMLToken(node.token)) {
    emitter.write(node.token.getContent());
    return true;
  }
  if (!(node instanceof ValueOutput) || node.name === undefined || node.name !== node.origin?.variable) return false;
  emitter.writeValue(values[node.name], node.origin);
  return true;
}
