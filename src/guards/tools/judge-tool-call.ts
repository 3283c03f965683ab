import type { GuardPolicy } from "../../config/config.ts";
import { parseJson } from "../../lib/parse-json.ts";
import type { Finding } from "../guard.ts";
import { compileJsonSchema } from "./compile-json-schema.ts";
import { findCopy } from "./find-copy.ts";
import { hostsIn, isHostAllowed } from "./hosts-in.ts";
import { stringsIn } from "./strings-in.ts";

/** A tool call that a model's answer makes. */
export interface ToolCall {
  readonly name: string;
  /** JSON text; empty for a call without arguments. */
  readonly arguments: string;
  readonly pointer: string;
}

/** The call around it. */
export interface ToolSituation {
  /** Rounds of tool calls since the user last spoke, this one included. */
  readonly depth: number;
  /** Texts of tool results and documents in which a guard found something that counts. */
  readonly flagged: readonly string[];
  /** Texts of the operator and the user: what stands there, too, is not copied from elsewhere. */
  readonly trusted: readonly string[];
}

export type JudgeToolCall = (call: ToolCall, situation: ToolSituation) => readonly Finding[];

/** Validation and search look at arguments more than once. */
const maxArgumentBytes = 256 * 1024;

type ToolRules = GuardPolicy["tools"];
type Check = (call: ToolCall, strings: readonly string[], situation: ToolSituation) => boolean;

/** Makes the judgement of tool calls out of a policy's rules. No finding: the call may be made. */
export function compileToolRules(rules: ToolRules): JudgeToolCall {
  const isValid = compileArguments(rules);
  const checks: readonly (readonly [rule: string, isBroken: Check])[] = [
    ["not-allowed", ({ name }) => rules.allow !== undefined && !rules.allow.some((allowed) => matches(allowed, name))],
    ["too-deep", (_call, _strings, { depth }) => depth > rules.maxDepth],
    ["host", (_call, strings) => strings.some((text) => hasForeignHost(text, rules.hosts))],
    [
      "flagged-arguments",
      (_call, strings, { flagged, trusted }) =>
        rules.flaggedArguments === "refuse" && findCopy(strings, flagged, trusted),
    ],
  ];
  return (call, situation) => {
    const parsed = parseJson(call.arguments === "" ? "{}" : call.arguments, { maxBytes: maxArgumentBytes });
    if (!parsed.ok) return [finding(call, "malformed-arguments")];
    const strings = stringsIn(parsed.value);
    if (strings === undefined) return [finding(call, "malformed-arguments")];
    const broken = checks.filter(([, isBroken]) => isBroken(call, strings, situation)).map(([rule]) => rule);
    return [...broken, ...(isValid(call.name, parsed.value) ? [] : ["invalid-arguments"])].map((rule) =>
      finding(call, rule),
    );
  };
}

function compileArguments(rules: ToolRules): (name: string, value: unknown) => boolean {
  const compiled = new Map(Object.entries(rules.arguments).map(([name, schema]) => [name, compileJsonSchema(schema)]));
  return (name, value) => compiled.get(name)?.(value) ?? true;
}

function hasForeignHost(text: string, allowed: readonly string[] | undefined): boolean {
  return allowed !== undefined && hostsIn(text).some((host) => !isHostAllowed(host, allowed));
}

function matches(allowed: string, name: string): boolean {
  return allowed.endsWith("*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed;
}

function finding(call: ToolCall, rule: string): Finding {
  const { pointer } = call;
  return { detector: `tool-call/${rule}`, kind: "tool-call", score: 1, pointer, start: 0, end: call.arguments.length };
}
