import { isMapping } from "../../config/value-at.ts";
import { parametersSchema } from "../front-matter-schema.ts";
import type { ModelParameters } from "../prompt.ts";

const ours: ReadonlyMap<string, keyof ModelParameters> = new Map<string, keyof ModelParameters>([
  ["temperature", "temperature"],
  ["topp", "topP"],
  ["maxtokens", "maxOutputTokens"],
  ["maxcompletiontokens", "maxOutputTokens"],
  ["maxoutputtokens", "maxOutputTokens"],
  ["stop", "stop"],
  ["stopsequences", "stop"],
  ["seed", "seed"],
  ["presencepenalty", "presencePenalty"],
  ["frequencypenalty", "frequencyPenalty"],
  ["reasoningeffort", "reasoningEffort"],
]);

/** What another tool calls model parameters, in any spelling (`max_tokens`, `maxTokens`), as ours. The rest are losses. */
export function mapParameters(source: unknown, losses: string[]): ModelParameters {
  const mapped: Record<string, unknown> = {};
  for (const [name, value] of isMapping(source) ? Object.entries(source) : []) {
    if (value === null || value === undefined) continue;
    const parameter = ours.get(name.toLowerCase().replaceAll(/[_-]/g, ""));
    const given = parameter === "stop" && typeof value === "string" ? [value] : value;
    if (parameter === undefined) losses.push(`the parameter ${name} has no counterpart`);
    else if (parametersSchema.safeParse({ [parameter]: given }).success) mapped[parameter] = given;
    else losses.push(`the parameter ${name} has a value that ${parameter} cannot have`);
  }
  return parametersSchema.parse(mapped);
}
