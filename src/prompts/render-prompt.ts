import type { Context } from "#liquidjs";
import { checkVariables } from "./check-variables.ts";
import type { CompiledPrompt, CompiledSection } from "./compile-prompt.ts";
import { explainRenderFailure } from "./explain-render-failure.ts";
import type { RenderedMessage, RenderedPrompt } from "./prompt.ts";
import { openRendering, renderTemplate } from "./template/render-template.ts";

interface Rendering {
  readonly compiled: CompiledPrompt;
  readonly values: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

/**
 * Fills a prompt's variables in. Refuses with `variable-missing`, `variable-invalid` or `prompt-unrenderable`. A message
 * of which nothing but white space is left is left out.
 */
export function renderPrompt(compiled: CompiledPrompt, given: Readonly<Record<string, unknown>>): RenderedPrompt {
  const { name, version, hash, content } = compiled.version;
  const values = checkVariables(content.variables, given);
  const rendering: Rendering = { compiled, values, context: openRendering() };
  return {
    name,
    version,
    hash,
    before: renderSections(compiled.before, rendering),
    after: renderSections(compiled.after, rendering),
    parameters: content.parameters ?? {},
    tools: content.tools ?? [],
    responseSchema: content.responseSchema,
  };
}

function renderSections(sections: readonly CompiledSection[], rendering: Rendering): readonly RenderedMessage[] {
  return sections.flatMap((section) => {
    const parts = renderSection(section, rendering);
    return parts.length === 0 ? [] : [{ role: section.role, parts }];
  });
}

function renderSection(
  { role, template }: CompiledSection,
  { compiled, values, context }: Rendering,
): RenderedMessage["parts"] {
  try {
    return renderTemplate(template, withAssigned(values, template.assigned), context);
  } catch (error) {
    throw explainRenderFailure(error, { prompt: compiled.version, role });
  }
}

/** A name that no branch has assigned is nothing, like a variable without a value. */
function withAssigned(
  values: Readonly<Record<string, unknown>>,
  assigned: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  return assigned.size === 0 ? values : { ...values, ...Object.fromEntries([...assigned].map((name) => [name, null])) };
}
