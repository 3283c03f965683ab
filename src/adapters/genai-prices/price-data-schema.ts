import { z } from "zod";

/** The price file's own form, as far as it is read. What else is in it stays and is ignored. */
const maxModels = 20_000;
const maxProviders = 1_000;
const maxNameLength = 512;
const maxPatternLength = 2_000;
const maxPricesOfOneModel = 100;
const maxTiers = 50;
const maxMatches = 1_000;
/** Dollars per million: far above anything sold, far below what would leave whole nano-dollars. */
const maxPrice = 1_000_000;

/** A group that repeats and whose inside repeats can take exponential time; no model's name needs one. */
const nestedRepetition = /\([^()]*[*+}][^()]*\)[*+{]/;

const name = z.string().min(1).max(maxNameLength);
const pattern = z
  .string()
  .max(maxPatternLength)
  .refine((text) => !nestedRepetition.test(text), { error: "repeats a group that repeats" })
  .refine(isRegExp, { error: "is not a regular expression" });

const match: z.ZodType = z.lazy(() =>
  z.union([
    z.object({ equals: name }),
    z.object({ starts_with: name }),
    z.object({ ends_with: name }),
    z.object({ contains: name }),
    z.object({ regex: pattern }),
    z.object({ or: z.array(match).max(maxMatches) }),
    z.object({ and: z.array(match).max(maxMatches) }),
  ]),
);

const amount = z.number().min(0).max(maxPrice);
const price = z.union([
  amount,
  z.object({ base: amount, tiers: z.array(z.object({ start: z.int().min(0), price: amount })).max(maxTiers) }),
]);
const prices = z.record(name, price);
const timeOfDay = z.string().regex(/^\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/);
const constraint = z.union([
  z.strictObject({ type: z.literal("start_date").optional(), start_date: z.iso.date() }),
  z.strictObject({ type: z.literal("time_of_date").optional(), start_time: timeOfDay, end_time: timeOfDay }),
]);

const model = z.looseObject({
  id: name,
  match,
  prices: z.union([
    prices,
    z
      .array(z.object({ constraint: constraint.optional(), prices }))
      .min(1)
      .max(maxPricesOfOneModel),
  ]),
});

const provider = z.looseObject({
  id: name,
  name,
  api_pattern: pattern,
  model_match: match.optional(),
  provider_match: match.optional(),
  fallback_model_providers: z.array(name).max(maxProviders).optional(),
  models: z.array(model).max(maxModels),
});

export const priceDataSchema = z.array(provider).min(1).max(maxProviders);

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    // The answer is no; zod says so with the place.
    return false;
  }
}
