import type { GuardPolicy } from "../config/config.ts";
import type { FindingKind } from "./guard.ts";
import { mostSevere } from "./most-severe.ts";

const modes = ["observe", "shadow", "enforce"] as const satisfies readonly GuardPolicy["mode"][];

/**
 * The policy that is as strict as both in everything: what one blocks is blocked, what one allows must be allowed by the
 * other. Where they have different modes the one that acts more holds alone: a policy that is only being tried must not
 * act because another does. How a stream's window is cut, how texts are marked and who else is asked is the first's affair.
 */
export function stricterPolicy(one: GuardPolicy, other: GuardPolicy): GuardPolicy {
  if (one.mode !== other.mode) return modes.indexOf(one.mode) > modes.indexOf(other.mode) ? one : other;
  const isEither = <Value>(value: Value, read: (policy: GuardPolicy) => Value): boolean =>
    read(one) === value || read(other) === value;
  return {
    ...one,
    onBreak: isEither("block", ({ onBreak }) => onBreak) ? "block" : "pass",
    thresholds: lowerThresholds(one.thresholds, other.thresholds),
    actions: severerActions(one.actions, other.actions),
    pii: [...new Set([...one.pii, ...other.pii])],
    secrets: one.secrets || other.secrets,
    patterns: [...one.patterns, ...other.patterns],
    tools: stricterTools(one.tools, other.tools),
    spotlight: one.spotlight === "off" ? other.spotlight : one.spotlight,
    passthrough: isEither("refuse", ({ passthrough }) => passthrough) ? "refuse" : "allow",
    canary: one.canary || other.canary,
    output: stricterOutput(one.output, other.output),
    classifier: one.classifier ?? other.classifier,
  };
}

type Thresholds = GuardPolicy["thresholds"];

function lowerThresholds(one: Thresholds, other: Thresholds): Thresholds {
  return {
    operator: Math.min(one.operator, other.operator),
    user: Math.min(one.user, other.user),
    tool: Math.min(one.tool, other.tool),
  };
}

type Actions = GuardPolicy["actions"];

function severerActions(one: Actions, other: Actions): Actions {
  const severer = (kind: FindingKind) => mostSevere([one[kind], other[kind]]);
  return {
    "direct-injection": severer("direct-injection"),
    jailbreak: severer("jailbreak"),
    "indirect-injection": severer("indirect-injection"),
    "prompt-extraction": severer("prompt-extraction"),
    structure: severer("structure"),
    exfiltration: severer("exfiltration"),
    pii: severer("pii"),
    secret: severer("secret"),
    "canary-leak": severer("canary-leak"),
    "tool-call": severer("tool-call"),
    schema: severer("schema"),
    pattern: severer("pattern"),
    refusal: severer("refusal"),
  };
}

type Tools = GuardPolicy["tools"];
type Schema = Tools["arguments"][string];

function stricterTools(one: Tools, other: Tools): Tools {
  const allow = both(one.allow, other.allow, (names, others) => commonOf(names, others, narrowerName));
  const hosts = both(one.hosts, other.hosts, (names, others) => commonOf(names, others, narrowerHost));
  const refuses = one.flaggedArguments === "refuse" || other.flaggedArguments === "refuse";
  return {
    ...(allow === undefined ? {} : { allow }),
    ...(hosts === undefined ? {} : { hosts }),
    arguments: stricterArguments(one.arguments, other.arguments),
    flaggedArguments: refuses ? "refuse" : "allow",
    maxDepth: Math.min(one.maxDepth, other.maxDepth),
  };
}

function stricterArguments(one: Tools["arguments"], other: Tools["arguments"]): Tools["arguments"] {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const schemas = Array.from(names, (name) => [name, both(own(one, name), own(other, name), allOf)] as const);
  return Object.fromEntries(schemas.flatMap(([name, schema]) => (schema === undefined ? [] : [[name, schema]])));
}

function stricterOutput(one: GuardPolicy["output"], other: GuardPolicy["output"]): GuardPolicy["output"] {
  const schema = both(one.schema, other.schema, allOf);
  return { patterns: [...one.patterns, ...other.patterns], ...(schema === undefined ? {} : { schema }) };
}

function own(schemas: Tools["arguments"], name: string): Schema | undefined {
  return Object.hasOwn(schemas, name) ? schemas[name] : undefined;
}

function allOf(one: Schema, other: Schema): Schema {
  return { allOf: [one, other] };
}

/** A rule that only one has is the rule. */
function both<Rule>(
  one: Rule | undefined,
  other: Rule | undefined,
  join: (one: Rule, other: Rule) => Rule,
): Rule | undefined {
  return one === undefined || other === undefined ? (one ?? other) : join(one, other);
}

type Narrower = (name: string, other: string) => string | undefined;

/** What is on both lists. Of `search_*` and `search_web` that is the latter. */
function commonOf(names: readonly string[], others: readonly string[], narrower: Narrower): readonly string[] {
  const common = names.flatMap((name) => others.map((other) => narrower(name, other)));
  return [...new Set(common.filter((name) => name !== undefined))];
}

/** Of two names of tools, which may be beginnings, the one that the other has in it; undefined: neither. */
function narrowerName(name: string, other: string): string | undefined {
  if (name === other || (other.endsWith("*") && name.startsWith(other.slice(0, -1)))) return name;
  return name.endsWith("*") && other.startsWith(name.slice(0, -1)) ? other : undefined;
}

/** The same of hosts, of which `*.example.com` has all below it. */
function narrowerHost(name: string, other: string): string | undefined {
  if (name === other || (other.startsWith("*.") && name.endsWith(other.slice(1)))) return name;
  return name.startsWith("*.") && other.endsWith(name.slice(1)) ? other : undefined;
}
