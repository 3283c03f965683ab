import { z } from "zod";
import { guardsSchema } from "./guard-schema.ts";
import { providerSchema } from "./provider-schema.ts";
import { promptsSchema } from "./release-schemas.ts";
import { providerId } from "./scalars.ts";
import {
  atMost,
  captureSchema,
  defaultsSchema,
  limitsSchema,
  maxProviders,
  modelsSchema,
  pricesSchema,
  routesSchema,
  serverSchema,
  storageSchema,
} from "./section-schemas.ts";

/** `holdfast.yaml`, as it is written: every key strict and described, nothing required. */
export const configSchema = z
  .strictObject({
    auth: z
      .enum(["keys", "none"])
      .prefault("keys")
      .describe(
        "`keys`: every call needs a Holdfast key. `none`: nobody is asked for one; only where the gateway listens on a loopback address.",
      ),
    server: serverSchema,
    providers: z
      .record(providerId, providerSchema)
      .refine(atMost(maxProviders), { error: `must have at most ${maxProviders} entries` })
      .prefault({})
      .describe(
        "Who answers, by name. Without any: those of openai, anthropic and gemini whose key (OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY) is in the environment, else one provider `echo`.",
      ),
    routes: routesSchema,
    prompts: promptsSchema,
    guards: guardsSchema,
    defaults: defaultsSchema,
    models: modelsSchema,
    limits: limitsSchema,
    storage: storageSchema,
    capture: captureSchema,
    prices: pricesSchema,
  })
  .describe("Configuration of a Holdfast gateway.");

/** The tree after parsing: defaults filled in, durations in milliseconds, sizes in bytes. */
export type ParsedConfig = z.output<typeof configSchema>;
