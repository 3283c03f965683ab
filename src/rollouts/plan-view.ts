import { z } from "zod";

/** More than anybody reads: the rest is counted. */
export const maxDescribed = 100;

const differenceSchema = z
  .object({
    path: z.string().describe("`sections.0.template`, `parameters.temperature` …"),
    before: z.unknown().optional().describe("Absent: it is new."),
    after: z.unknown().optional().describe("Absent: it is gone."),
  })
  .meta({ id: "Difference" });

const promptChangeSchema = z
  .object({
    name: z.string(),
    version: z.int().describe("The number that the content has, or gets."),
    is_new: z.boolean().describe("False: the registry has this version; only labels move."),
    before: z.int().nullable().describe("The version that was applied before; null: the prompt is new."),
    labels: z.array(z.object({ label: z.string(), from: z.int().nullable(), to: z.int() })),
    changes: z
      .array(z.object({ kind: z.enum(["added", "removed", "changed"]), path: z.string(), says: z.string() }))
      .describe("What differs from the version before, in words."),
    lines: z.array(z.string()).describe("The same line by line: each begins with a space, a `+`, a `-` or an `@`."),
  })
  .meta({ id: "PromptChange" });

const routeChangeSchema = z
  .object({
    route: z.string(),
    release: z.int().describe("The number of the release that the tree asks for."),
    is_new: z.boolean().describe("False: the registry has this release."),
    pinned_before: z.int().nullable().describe("null: the route is new."),
    pinned: z.int().describe("What serves the route afterwards."),
    differences: z.array(differenceSchema).describe("From what is pinned; empty when nothing was."),
  })
  .meta({ id: "RouteChange" });

/** How a tree differs from the registry, or what applying it did. */
export const planViewSchema = z
  .object({
    prompts: z.array(promptChangeSchema),
    routes: z.array(routeChangeSchema),
    unchanged: z.object({ prompts: z.int(), routes: z.int() }),
    not_described: z.int().describe(`Changes beyond the first ${maxDescribed} prompts and routes.`),
  })
  .meta({ id: "Plan" });

export type PlanView = z.output<typeof planViewSchema>;
