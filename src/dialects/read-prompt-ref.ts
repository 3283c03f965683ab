import { HoldfastError } from "../errors.ts";
import type { PromptRef } from "../prompts/prompt.ts";
import type { JsonBody } from "./json-body.ts";
import { memberKind } from "./member-kind.ts";
import { fieldsOf, type UsageFields } from "./usage-fields.ts";

/** What a request says about the prompt it wants. */
export interface PromptAsk {
  /** Undefined when only variables are sent, for the prompt that the route binds. */
  readonly ref: PromptRef | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

const members: ReadonlySet<string> = new Set(["id", "version", "label", "variables"]);
const digits = /^[1-9]\d{0,8}$/;
/** Names of prompts and labels; longer ones are nobody's. */
const maxName = 200;
const maxEcho = 80;

/**
 * Reads `"prompt": {"id", "version" | "label", "variables"}`, or bare `"variables"`. Undefined when the body has neither as
 * an object: other APIs have a `prompt` too, and theirs is a text or a list. Throws `request-invalid` and the member.
 */
export function readPromptRef(body: JsonBody): PromptAsk | undefined {
  const hasPrompt = memberKind(body, "prompt") === "object";
  const hasVariables = memberKind(body, "variables") === "object";
  if (!hasPrompt && !hasVariables) return undefined;
  const bare = hasVariables ? fieldsOf(body.value("variables")) : undefined;
  if (!hasPrompt) return { ref: undefined, variables: bare ?? {} };
  const prompt = fieldsOf(body.value("prompt"));
  for (const name of Object.keys(prompt)) if (!members.has(name)) throw unknownMember(name);
  const inside = variablesOf(prompt);
  if (inside !== undefined && bare !== undefined)
    throw invalid("variables", "is given twice: keep the one in the prompt.");
  return { ref: refOf(prompt), variables: inside ?? bare ?? {} };
}

function refOf(prompt: UsageFields): PromptRef | undefined {
  const { version, label } = readVersion(prompt);
  const id = prompt["id"];
  if (id === undefined || id === null) {
    if (version === undefined && label === undefined) return undefined;
    throw invalid("prompt.id", "is missing: a version or a label is one of a prompt.");
  }
  const name = nameOf(id, "prompt.id");
  return { name, ...(version === undefined ? {} : { version }), ...(label === undefined ? {} : { label }) };
}

interface Version {
  readonly version?: number;
  readonly label?: string;
}

function readVersion(prompt: UsageFields): Version {
  const version = prompt["version"] ?? undefined;
  const label = prompt["label"] ?? undefined;
  if (version !== undefined && label !== undefined) {
    throw invalid("prompt.label", "and prompt.version cannot both be given: a label points at one version.");
  }
  if (label !== undefined) return labelOf(label, "prompt.label");
  return version === undefined ? {} : versionOf(version);
}

/** A version is a number, or a number as a text; any other text there is a label, as OpenAI's SDK has one field for both. */
function versionOf(version: unknown): Version {
  if (typeof version === "string") {
    return digits.test(version) ? { version: Number(version) } : labelOf(version, "prompt.version");
  }
  if (typeof version === "number" && Number.isSafeInteger(version) && version > 0) return { version };
  throw invalid("prompt.version", "must be a whole number from 1 on, or a label.");
}

/** `latest` is what is meant when nothing is said. */
function labelOf(value: unknown, param: string): Version {
  const label = nameOf(value, param);
  return label === "latest" ? {} : { label };
}

function nameOf(value: unknown, param: string): string {
  if (typeof value === "string" && value !== "" && value.length <= maxName) return value;
  throw invalid(param, `must be a text of 1 to ${maxName} characters.`);
}

function variablesOf(prompt: UsageFields): UsageFields | undefined {
  const variables = prompt["variables"];
  if (variables === undefined || variables === null) return undefined;
  if (typeof variables === "object" && !Array.isArray(variables)) return fieldsOf(variables);
  throw invalid("prompt.variables", "must be an object: names and their values.");
}

function unknownMember(name: string): HoldfastError {
  const echoed = name.slice(0, maxEcho);
  return invalid(`prompt.${echoed}`, `is not known. A prompt has ${[...members].join(", ")}.`);
}

function invalid(param: string, said: string): HoldfastError {
  return new HoldfastError("request-invalid", { message: `"${param}" ${said}`, param });
}
