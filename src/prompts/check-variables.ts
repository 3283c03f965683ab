import { HoldfastError, type ErrorCode } from "../errors.ts";
import { nearestNames } from "../lib/nearest-names.ts";
import { fitsType, typeNames } from "./fits-type.ts";
import { measureValue } from "./measure-value.ts";
import { plainVariable } from "./plain-variable.ts";
import type { PromptVariable } from "./prompt-content.ts";

const maxShownProblems = 8;
const maxShownLength = 64;

interface Problem {
  readonly code: Extract<ErrorCode, "variable-missing" | "variable-invalid">;
  readonly name: string;
  readonly message: string;
}

/**
 * The values of all declared variables: those given, checked, and the defaults; null for those that have neither. Refuses with `variable-missing` or `variable-invalid`, and names every problem at once.
 */
export function checkVariables(
  declared: Readonly<Record<string, PromptVariable>>,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const problems: Problem[] = [];
  const values: [string, unknown][] = [];
  for (const [name, variable] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? givenValue(given[name], variable) : undefined;
    const problem = checkValue(name, variable, value);
    if (problem !== undefined) problems.push(problem);
    values.push([name, value ?? variable.default ?? null]);
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) problems.push(unknownVariable(name, Object.keys(declared)));
    if (problems.length >= maxShownProblems) break;
  }
  refuse(problems);
  return Object.fromEntries(values);
}

/** Only a text can be wrapped: an object that looks like a wrapping is what an object variable holds. */
function givenValue(value: unknown, { type }: PromptVariable): unknown {
  return type === "string" ? plainVariable(value) : value;
}

/** A null is no value: JSON has no other way to say so. */
function checkValue(name: string, { type, required }: PromptVariable, value: unknown): Problem | undefined {
  if (value === undefined || value === null) {
    return required ? { code: "variable-missing", name, message: `"${name}" is missing.` } : undefined;
  }
  if (!fitsType(value, type))
    return { code: "variable-invalid", name, message: `"${name}" must be ${typeNames[type]}.` };
  const excess = measureValue(value);
  return excess === undefined ? undefined : { code: "variable-invalid", name, message: `"${name}" ${excess}.` };
}

function unknownVariable(name: string, declared: readonly string[]): Problem {
  const shown = name.slice(0, maxShownLength);
  const [near] = nearestNames(shown, declared, 1);
  const all = declared.length === 0 ? "it has none" : `known are ${declared.join(", ")}`;
  const hint = near === undefined ? `${all}.` : `did you mean "${near}"?`;
  return { code: "variable-invalid", name: shown, message: `The prompt has no variable "${shown}"; ${hint}` };
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new HoldfastError(first.code, {
    message: problems
      .slice(0, maxShownProblems)
      .map(({ message }) => message)
      .join(" "),
    param: `prompt.variables.${first.name}`,
  });
}
