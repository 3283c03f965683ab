import { z } from "zod";
import { parametersSchema } from "../prompts/front-matter-schema.ts";

const maxFiles = 20_000;
const maxRoutes = 2_000;
const maxNameLength = 128;
const maxPathLength = 1_024;
const maxReferenceLength = 4_096;
const maxFallbacks = 8;
const maxMessageLength = 500;

/** Everything of a tree that can be a megabyte: a thousand prompts of many kilobytes each. */
export const maxTreeBytes = 32 * 1024 * 1024;

const reference = z.string().min(1).max(maxReferenceLength);

/** A route as it goes over the wire; the configuration that it stands in was checked before. */
const treeRouteSchema = z
  .strictObject({
    name: z.string().min(1).max(maxNameLength),
    target: reference.describe("`provider/model`."),
    prompt: reference.exactOptional().describe("`name`, `name@label` or `name@7`."),
    parameters: parametersSchema.exactOptional(),
    guards: z
      .strictObject({ policy: z.string().max(maxNameLength), content: z.record(z.string(), z.unknown()) })
      .exactOptional()
      .describe("The guard policy's name, and what it says."),
    fallbacks: z.array(reference).max(maxFallbacks).exactOptional(),
    rollout: z.enum(["immediate", "manual"]),
  })
  .meta({ id: "TreeRoute" });

/** What an application's files say: its prompts as they are written, its routes as they were read. */
export const treeSourceSchema = z
  .strictObject({
    files: z
      .array(z.strictObject({ path: z.string().min(1).max(maxPathLength), text: z.string() }))
      .max(maxFiles)
      .describe("The files of `prompts/`, partials among them."),
    routes: z
      .array(treeRouteSchema)
      .max(maxRoutes)
      .refine((routes) => new Set(routes.map(({ name }) => name)).size === routes.length, {
        error: "must not name a route twice",
      }),
    message: z.string().max(maxMessageLength).exactOptional().describe("For people: why. `plan` does not read it."),
  })
  .meta({ id: "Tree" });

export type TreeSource = z.output<typeof treeSourceSchema>;
