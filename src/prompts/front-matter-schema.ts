import { z } from "zod";
import { variableTypes } from "./prompt-content.ts";

const maxDescriptionLength = 1_024;
const maxVariables = 100;
const maxTools = 128;
const maxLabels = 16;
const maxStops = 16;

const description = z.string().max(maxDescriptionLength, `must be at most ${maxDescriptionLength} characters`);
const jsonObject = z.record(z.string(), z.json());

const name = (what: string) => z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, `must be ${what}: letters, digits, _ and -`);

/** Liquid reads a name with a `-` or a leading digit as something else, so both are refused. */
export const variableNamePattern = /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/;

/** Words that mean something to the template language wherever a variable may stand. */
const reservedNames: ReadonlySet<string> = new Set(
  "true false nil null empty blank and or not contains forloop".split(" "),
);

export const variableSchema = z.strictObject({
  description: description.exactOptional(),
  type: z.enum(variableTypes).default("string"),
  required: z.boolean().exactOptional(),
  default: z.json().exactOptional(),
  trust: z.enum(["operator", "user", "tool"]).default("user"),
});

export const parametersSchema = z.strictObject({
  temperature: z.number().min(0).max(2).exactOptional(),
  topP: z.number().min(0).max(1).exactOptional(),
  maxOutputTokens: z.int().min(1).exactOptional(),
  stop: z.array(z.string().min(1, "must not be empty")).max(maxStops).exactOptional(),
  seed: z.int().exactOptional(),
  presencePenalty: z.number().min(-2).max(2).exactOptional(),
  frequencyPenalty: z.number().min(-2).max(2).exactOptional(),
  reasoningEffort: z.enum(["none", "minimal", "low", "medium", "high"]).exactOptional(),
});

export const toolSchema = z.strictObject({
  name: name("a function's name"),
  description: z.string().exactOptional(),
  parameters: jsonObject.default({ type: "object", properties: {} }),
});

export const responseSchemaSchema = z.strictObject({
  name: name("a schema's name"),
  schema: jsonObject,
  strict: z.boolean().default(true),
});

/** The front matter of a prompt file. Strict: a key that is not here is a slip. */
export const frontMatterSchema = z.strictObject({
  description: description.exactOptional(),
  variables: z
    .record(
      z
        .string()
        .regex(variableNamePattern, "must be a name of letters, digits and _, not beginning with a digit")
        .refine((word) => !reservedNames.has(word), "is a word of the template language: choose another name"),
      variableSchema,
    )
    .refine((variables) => Object.keys(variables).length <= maxVariables, `must be at most ${maxVariables} variables`)
    .default({}),
  parameters: parametersSchema.exactOptional(),
  tools: z.array(toolSchema).max(maxTools).exactOptional(),
  responseSchema: responseSchemaSchema.exactOptional(),
  labels: z
    .array(
      name("a label").refine((label) => label !== "latest", "is kept by the registry: it is always the newest version"),
    )
    .max(maxLabels)
    .default([]),
});

export type FrontMatter = z.output<typeof frontMatterSchema>;

const knownKeysByPlace: readonly { readonly place: RegExp; readonly schema: z.ZodObject }[] = [
  { place: /^$/, schema: frontMatterSchema },
  { place: /^variables\/[^/]+$/, schema: variableSchema },
  { place: /^parameters$/, schema: parametersSchema },
  { place: /^tools\/\d+$/, schema: toolSchema },
  { place: /^responseSchema$/, schema: responseSchemaSchema },
];

/** The keys that may stand at a place of the front matter. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  const place = path.map(String).join("/");
  const found = knownKeysByPlace.find((entry) => entry.place.test(place));
  return found === undefined ? [] : Object.keys(found.schema.shape);
}
