import { canonicalJson } from "../lib/canonical-json.ts";
import { diffLines, type LineDiff } from "./diff-lines.ts";
import { diffSections } from "./diff-sections.ts";
import { printPromptFile } from "./print-prompt-file.ts";
import type { PromptContent, PromptVariable } from "./prompt-content.ts";

/** One thing that differs, in words. */
export interface PromptChange {
  readonly kind: "added" | "removed" | "changed";
  /** `variables.name`, `parameters.temperature`, `tools.find_order`, `sections.system` … */
  readonly path: string;
  /** `variable "name" added: text, trust user, required`. */
  readonly says: string;
}

export interface PromptDiff {
  readonly changes: readonly PromptChange[];
  readonly text: LineDiff;
}

/** What is different about the second of two contents: what it means, and line by line. Undefined: there is no first. */
export function diffPrompts(before: PromptContent | undefined, after: PromptContent): PromptDiff {
  const from: PromptContent = before ?? { variables: {}, sections: [] };
  return {
    changes: [
      ...diffMembers(
        "variable",
        { before: from.variables, after: after.variables, path: "variables" },
        describeVariable,
      ),
      ...diffSections(from.sections, after.sections),
      ...diffMembers(
        "parameter",
        { before: { ...from.parameters }, after: { ...after.parameters }, path: "parameters" },
        canonicalJson,
      ),
      ...diffMembers(
        "tool",
        { before: byName(from.tools), after: byName(after.tools), path: "tools" },
        () => undefined,
      ),
      ...diffMembers("", { before: whole(from), after: whole(after), path: "" }, describeWhole),
    ],
    text: diffLines(before === undefined ? "" : printPromptFile(before), printPromptFile(after)),
  };
}

type Members<Value> = Readonly<Record<string, Value>>;

interface Sides<Value> {
  readonly before: Members<Value> | undefined;
  readonly after: Members<Value> | undefined;
  readonly path: string;
}

/** `describe`: a member in a few words; undefined when there are none for it. */
function diffMembers<Value>(
  noun: string,
  { before, after, path }: Sides<Value>,
  describe: (value: Value) => string | undefined,
): readonly PromptChange[] {
  const from = new Map(Object.entries(before ?? {}));
  const to = new Map(Object.entries(after ?? {}));
  return [...new Set([...from.keys(), ...to.keys()])].flatMap((name) => {
    const [old, fresh] = [from.get(name), to.get(name)];
    if (canonicalJson(old) === canonicalJson(fresh)) return [];
    const kind = old === undefined ? "added" : fresh === undefined ? "removed" : "changed";
    const details = [old, fresh].flatMap((value) => (value === undefined ? [] : (describe(value) ?? [])));
    const subject = noun === "" ? name : `${noun} "${name}"`;
    const suffix = details.length === 0 ? "" : `: ${details.join(" → ")}`;
    return [{ kind, path: path === "" ? name : `${path}.${name}`, says: `${subject} ${kind}${suffix}` }];
  });
}

function describeVariable({ type, trust, required, default: preset }: PromptVariable): string {
  const need = required ? "required" : preset === undefined ? "optional" : `default ${canonicalJson(preset)}`;
  return `${type}, trust ${trust}, ${need}`;
}

function byName(tools: PromptContent["tools"]): Members<unknown> {
  return Object.fromEntries((tools ?? []).map((tool) => [tool.name, tool]));
}

function whole({ description, responseSchema }: Partial<PromptContent>): Members<unknown> {
  return { description, responseSchema };
}

/** A schema is too long for a line: the text shows it. */
function describeWhole(value: unknown): string | undefined {
  return typeof value === "string" ? JSON.stringify(value) : undefined;
}
