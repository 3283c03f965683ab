import { analyzeSync, type Template, toValueSync, type Variable } from "#liquidjs";
import { nearestNames } from "../../lib/nearest-names.ts";
import type { PromptVariable } from "../prompt-content.ts";
import { MediaTag } from "./media-tag.ts";
import { leastTrusted } from "./origin.ts";
import type { TemplateFault } from "./template-fault.ts";
import { ValueOutput } from "./value-output.ts";

export interface TracedVariables {
  /** Declared variables that anything depends on. */
  readonly reads: ReadonlySet<string>;
  /** Declared variables whose text, or a part of it, is in the output. */
  readonly shows: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
  readonly faults: readonly TemplateFault[];
}

interface Trace {
  readonly declared: Readonly<Record<string, PromptVariable>>;
  /** What the names that a template makes itself (`assign`, `for`) are made of. */
  readonly madeOf: Map<string, Set<string>>;
  readonly assigned: Set<string>;
  readonly outputs: { readonly node: ValueOutput | MediaTag; readonly roots: readonly string[] }[];
  readonly faults: TemplateFault[];
}

/** Set by every loop; counts, and holds nothing of the list's. */
const loopCounter = "forloop";

/**
 * Finds which declared variables feed each output of a template, through loops and assignments, and sets the outputs'
 * origins. It does not follow the order of statements: a name that is assigned twice counts as both, so that trust is
 * rather too low than too high. `text` is the template's, for the places of faults.
 */
export function traceVariables(
  nodes: Template[],
  text: string,
  declared: Readonly<Record<string, PromptVariable>>,
): TracedVariables {
  const trace: Trace = { declared, madeOf: new Map(), assigned: new Set(), outputs: [], faults: [] };
  for (const node of nodes) visit(node, trace);
  const analysis = analyzeSync(nodes, { partials: false });
  const all = Object.values(analysis.variables).flat();
  trace.faults.push(
    ...computedNames(all, text),
    ...undeclaredNames(Object.values(analysis.globals).flat(), text, trace),
  );
  for (const { node, roots } of trace.outputs) node.origin = leastTrusted(sourcesOf(roots, trace), declared);
  return {
    reads: new Set(sourcesOf(all.flatMap(rootsOf), trace)),
    shows: new Set(trace.outputs.flatMap(({ roots }) => sourcesOf(roots, trace))),
    assigned: trace.assigned,
    faults: trace.faults,
  };
}

function visit(node: Template, trace: Trace): void {
  const roots = argumentRoots(node);
  if (node instanceof ValueOutput || node instanceof MediaTag) trace.outputs.push({ node, roots });
  for (const identifier of node.localScope?.() ?? []) {
    trace.assigned.add(identifier.content);
    makeName(identifier.content, { roots, offset: node.token.begin }, trace);
  }
  for (const name of node.blockScope?.() ?? []) {
    makeName(name, { roots: name === loopCounter ? [] : roots, offset: node.token.begin }, trace);
  }
  if (node.children !== undefined) for (const child of toValueSync(node.children(false, true))) visit(child, trace);
}

function makeName(
  name: string,
  from: { readonly roots: readonly string[]; readonly offset: number },
  { declared, madeOf, faults }: Trace,
): void {
  if (Object.hasOwn(declared, name)) {
    faults.push({ message: `gives the name of the variable "${name}" to something else`, offset: from.offset });
  }
  madeOf.set(name, new Set([...(madeOf.get(name) ?? []), ...from.roots]));
}

/** The names that a node's own arguments begin with, not its children's. */
function argumentRoots(node: Template): readonly string[] {
  if (node.arguments === undefined) return [];
  const values = [...node.arguments()];
  const alone: Template = { token: node.token, render: () => "", arguments: () => values };
  return Object.values(analyzeSync([alone], { partials: false }).variables)
    .flat()
    .flatMap(rootsOf);
}

function rootsOf({ segments: [root] }: Variable): readonly string[] {
  return typeof root === "string" ? [root] : [];
}

/** The declared variables behind some names. */
function sourcesOf(roots: readonly string[], { declared, madeOf }: Trace): readonly string[] {
  const seen = new Set(roots);
  // A set's iteration also reaches what is added on the way.
  for (const name of seen) for (const source of madeOf.get(name) ?? []) seen.add(source);
  return [...seen].filter((name) => Object.hasOwn(declared, name));
}

/** `{{ [name] }}` would show a variable that a value chooses. */
function computedNames(variables: readonly Variable[], text: string): readonly TemplateFault[] {
  return variables.flatMap(({ location }) => {
    const offset = offsetOf(text, location);
    return text[offset] === "["
      ? [{ message: "looks a variable up by a name in brackets: write the name itself", offset }]
      : [];
  });
}

function undeclaredNames(variables: readonly Variable[], text: string, trace: Trace): readonly TemplateFault[] {
  return variables.flatMap((variable) => {
    const [root] = rootsOf(variable);
    if (root === undefined || Object.hasOwn(trace.declared, root)) return [];
    const [near] = nearestNames(root, [...Object.keys(trace.declared), ...trace.madeOf.keys()], 1);
    const hint = near === undefined || near === root ? "declare it under variables" : `did you mean "${near}"?`;
    return [{ message: `reads "${root}", which is not declared: ${hint}`, offset: offsetOf(text, variable.location) }];
  });
}

function offsetOf(text: string, { row, col }: Variable["location"]): number {
  let start = 0;
  for (let line = 1; line < row; line += 1) start = text.indexOf("\n", start) + 1;
  return start + col - 1;
}
