import { HoldfastError } from "../errors.ts";
import type { PromptRole } from "./prompt.ts";
import type { PromptVersion } from "./prompt-content.ts";
import { parseTemplate, type ParsedTemplate } from "./template/parse-template.ts";

export interface CompiledSection {
  readonly role: PromptRole;
  readonly template: ParsedTemplate;
}

/** A prompt version that can be rendered again and again. It holds no state of any rendering. */
export interface CompiledPrompt {
  readonly version: PromptVersion;
  /** Before the caller's own messages, and after them. */
  readonly before: readonly CompiledSection[];
  readonly after: readonly CompiledSection[];
}

/** Makes a version ready for rendering. Its content was checked when it was parsed, so a fault here is the gateway's. */
export function compilePrompt(version: PromptVersion): CompiledPrompt {
  const { sections } = version.content;
  const history = sections.findIndex(({ kind }) => kind === "history");
  const split = history < 0 ? sections.length : history;
  return {
    version,
    before: sections.slice(0, split).flatMap((section) => compileSection(section, version)),
    after: sections.slice(split).flatMap((section) => compileSection(section, version)),
  };
}

function compileSection(
  section: PromptVersion["content"]["sections"][number],
  { name, version, content }: PromptVersion,
): readonly CompiledSection[] {
  if (section.kind === "history") return [];
  const parsed = parseTemplate(section.template, content.variables);
  if (parsed.ok) return [{ role: section.role, template: parsed.template }];
  throw new HoldfastError("internal-error", {
    message: `The stored prompt ${name}@${version} cannot be read.`,
    internal: { faults: parsed.faults.map(({ message }) => message) },
  });
}
