import { z } from "zod";
import { policyName, target, text } from "./scalars.ts";

export const maxFallbacks = 8;
const maxStops = 16;
const maxProtectedLabels = 64;

/** As `promptNamePattern` and labels allow: neither holds an `@`. */
const promptReference = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}(?:@[a-zA-Z0-9_-]{1,64})?$/,
    "must be a prompt: its name, name@label or name@7",
  )
  .meta({ title: "prompt" });

const parametersSchema = z
  .strictObject({
    temperature: z.number().min(0).max(2).exactOptional().describe("Randomness of sampling."),
    topP: z.number().min(0).max(1).exactOptional().describe("Share of probability that is sampled from."),
    maxOutputTokens: z.int().min(1).exactOptional().describe("Most tokens of an answer."),
    stop: z.array(text).max(maxStops).exactOptional().describe("Texts at which an answer ends."),
    seed: z.int().exactOptional().describe("For answers that repeat, where the model can."),
    presencePenalty: z.number().min(-2).max(2).exactOptional().describe("Against topics that came up before."),
    frequencyPenalty: z.number().min(-2).max(2).exactOptional().describe("Against words that came up often."),
    reasoningEffort: z
      .enum(["none", "minimal", "low", "medium", "high"])
      .exactOptional()
      .describe("How long the model may think."),
  })
  .describe("Model parameters, in the words of prompts; each dialect has its own. What the caller says goes first.");

/** One route: everything but `description` and `rollout` becomes part of its releases. */
export const routeSchema = z.strictObject({
  target: target.describe("Who answers: provider/model, such as openai/gpt-5-mini."),
  description: text.optional().describe("For people: what the route is for."),
  prompt: promptReference
    .optional()
    .describe(
      "Prompt that every call of the route gets: its name (the file in `prompts/`), `name@label` or `name@7`. Callers then send variables only.",
    ),
  parameters: parametersSchema.optional(),
  guards: policyName
    .optional()
    .describe(
      "Guard policy of the route: its name under `guards`, or `off` for none. Without it: the policy `default`, where `guards` has one.",
    ),
  fallbacks: z
    .array(target)
    .max(maxFallbacks)
    .prefault([])
    .describe(
      "Targets to try, in this order, when the first cannot be reached, is silent for longer than `firstByte`, or answers with 408, 429 or 5xx.",
    ),
  rollout: z
    .enum(["immediate", "manual"])
    .prefault("immediate")
    .describe("When a new release is pinned: `immediate`, when it is applied; `manual`, by `holdfast promote`."),
});

export const promptsSchema = z
  .strictObject({
    protectedLabels: z
      .array(text)
      .max(maxProtectedLabels)
      .prefault([])
      .describe("Labels that only a key with the scope admin may move or remove."),
  })
  .prefault({})
  .describe("Versioned prompts.");
