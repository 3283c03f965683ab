import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import { parametersSchema, responseSchemaSchema, toolSchema } from "./front-matter-schema.ts";
import { variableTypes, type PromptContent } from "./prompt-content.ts";

const contentSchema = z.strictObject({
  description: z.string().exactOptional(),
  variables: z.record(
    z.string(),
    z.strictObject({
      type: z.enum(variableTypes),
      trust: z.enum(["operator", "user", "tool"]),
      required: z.boolean(),
      default: z.json().exactOptional(),
      description: z.string().exactOptional(),
    }),
  ),
  sections: z.array(
    z.discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("message"),
        role: z.enum(["system", "developer", "user", "assistant"]),
        template: z.string(),
      }),
      z.strictObject({ kind: z.literal("history") }),
    ]),
  ),
  parameters: parametersSchema.exactOptional(),
  tools: z.array(toolSchema).exactOptional(),
  responseSchema: responseSchemaSchema.exactOptional(),
});

/** A stored content, parsed from its JSON, as what it is. One that a newer gateway wrote, and this one cannot read, throws. */
export function readPromptContent(stored: unknown): PromptContent {
  const parsed = contentSchema.safeParse(stored);
  if (parsed.success) return parsed.data;
  throw new HoldfastError("internal-error", {
    message: "A stored prompt cannot be read.",
    internal: {
      issues: parsed.error.issues.slice(0, 8).map(({ path, code }) => `${path.map(String).join(".")}: ${code}`),
    },
  });
}
