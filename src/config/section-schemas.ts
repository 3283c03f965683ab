import { z } from "zod";
import { routeSchema } from "./release-schemas.ts";
import { day, duration, longestWait, providerId, routeName, secretRef, size, text } from "./scalars.ts";

/** Bounds on what is gone through entry by entry. */
export const maxProviders = 200;
export const maxRoutes = 2_000;
export const maxPrices = 1_000;

const wait = { min: "1ms", max: longestWait };
/** A body of this kind is held in memory whole, as one array of bytes. */
const buffered = { min: "1KiB", max: "512MiB" };

export const serverSchema = z
  .strictObject({
    host: text.prefault("127.0.0.1").describe("Address to listen on. `0.0.0.0` or `::` listens on all of them."),
    port: z.int().min(0).max(65_535).prefault(8787).describe("Port to listen on; 0 takes any free one."),
  })
  .prefault({})
  .describe("Where the gateway listens.");

export const routesSchema = z
  .record(routeName, routeSchema)
  .refine(atMost(maxRoutes), { error: `must have at most ${maxRoutes} entries` })
  .prefault({})
  .describe("Stable names that applications send as `model`, and what they stand for.");

export const defaultsSchema = z
  .strictObject({
    openai: providerId.optional().describe("Provider for models asked for through OpenAI's API."),
    anthropic: providerId.optional().describe("Provider for models asked for through Anthropic's API."),
    gemini: providerId.optional().describe("Provider for models asked for through Gemini's API."),
  })
  .prefault({})
  .describe(
    "Who serves a model that is neither a route nor provider/model. Without an entry: the first provider of that kind, else the first that speaks the dialect.",
  );

export const modelsSchema = z
  .strictObject({
    unrouted: z
      .enum(["pass", "refuse"])
      .prefault("pass")
      .describe(
        "A model that is neither a route nor provider/model: `pass` sends it to the default provider, `refuse` refuses the call.",
      ),
  })
  .prefault({})
  .describe("Which models may be asked for.");

export const limitsSchema = z
  .strictObject({
    bodyBytes: size(buffered).prefault("32MiB").describe("Largest request body of a model call."),
    passthroughBytes: size({ min: "1KiB", max: "1TiB" })
      .prefault("512MiB")
      .describe(
        "Largest request body of a passthrough call (files, audio, batches). It is streamed, not held in memory.",
      ),
    answerBytes: size(buffered)
      .prefault("64MiB")
      .describe("Largest plain answer that is held in memory and read for usage."),
    connect: duration(wait).prefault("5s").describe("Longest wait for a connection to a provider."),
    firstByte: duration(wait)
      .prefault("5m")
      .describe("Longest wait from a request to the head of the provider's answer."),
    idle: duration(wait).prefault("2m").describe("Longest silence inside an answer."),
    total: duration(wait).prefault("30m").describe("Longest time a call may take from its first byte to its last."),
    bodyRead: duration(wait).prefault("60s").describe("Longest wait for the whole request body."),
    drain: duration({ min: "0s", max: longestWait })
      .prefault("30s")
      .describe("How long running calls may go on after the gateway was told to stop."),
    maxConnectionsPerProvider: z
      .int()
      .min(1)
      .max(65_536)
      .prefault(512)
      .describe("Most connections that are open to one provider at a time."),
    maxHeaderBytes: size({ min: "4KiB", max: "1MiB" })
      .prefault("32KiB")
      .describe("Most bytes of headers that a request may have."),
  })
  .prefault({})
  .describe("Bounds on sizes and waits. A call that exceeds one is refused or ended with a clear error.");

export const storageSchema = z
  .strictObject({
    dataDir: text
      .prefault(".holdfast")
      .describe("Folder of the embedded database and the spool, seen from the working directory."),
    databaseUrl: secretRef
      .optional()
      .describe("URL of a Postgres database. Without it: `DATABASE_URL` when that is set, else the embedded database."),
    redisUrl: secretRef
      .optional()
      .describe(
        "URL of a Redis. Nothing uses it yet: replicas hear of each other's changes through Postgres. Without it: `REDIS_URL` when that is set, else none.",
      ),
    retention: duration({ min: "1d", max: "36500d" }).prefault("90d").describe("How long calls stay in the ledger."),
    spool: z
      .strictObject({
        maxBytes: size({ min: "1MiB", max: "1TiB" })
          .prefault("1GiB")
          .describe("Most bytes that wait for the database. When they are reached, new calls are refused."),
        segmentBytes: size({ min: "64KiB", max: "1GiB" })
          .prefault("16MiB")
          .describe("Size at which a new spool file is begun."),
        fsync: z
          .enum(["never", "interval"])
          .prefault("never")
          .describe(
            "`interval` flushes the spool to the disk each second, against a loss of power. A killed process loses nothing either way.",
          ),
      })
      .prefault({})
      .describe("The local file that holds finished calls until the database has them."),
  })
  .prefault({})
  .describe("Where the ledger is kept.");

export const captureSchema = z
  .strictObject({
    bodies: z
      .enum(["off", "sampled", "all"])
      .prefault("off")
      .describe("Which calls' request and response bodies are kept, redacted, beside the ledger."),
    sampleRate: z.number().min(0).max(1).prefault(0.01).describe("Share of calls that `sampled` keeps, from 0 to 1."),
    maxBytes: size({ min: "1KiB", max: "16MiB" })
      .prefault("256KiB")
      .describe("Most bytes kept of one body; the rest is cut off."),
    redact: z
      .array(text)
      .max(256)
      .prefault([])
      .describe("Names of JSON fields whose values are never kept, besides the usual ones (keys, tokens, passwords)."),
  })
  .prefault({})
  .describe("Keeping the bodies of calls.");

const rate = z.number().min(0).max(1_000_000_000);

export const pricesSchema = z
  .array(
    z.strictObject({
      provider: providerId.describe("Provider that the price is for: its name under `providers`."),
      model: text
        .refine((pattern) => !pattern.slice(0, -1).includes("*"), { error: "may hold a * only at its end" })
        .describe("Model that the price is for. A trailing `*` matches a prefix."),
      inputPerMillion: rate.describe("US dollars for a million input tokens that no cache served."),
      cacheReadPerMillion: rate.optional().describe("US dollars for a million input tokens read from a cache."),
      cacheWrite5mPerMillion: rate
        .optional()
        .describe("US dollars for a million input tokens written to a five-minute cache."),
      cacheWrite1hPerMillion: rate
        .optional()
        .describe("US dollars for a million input tokens written to a one-hour cache."),
      outputPerMillion: rate.describe("US dollars for a million output tokens, reasoning included."),
      inputAudioPerMillion: rate.optional().describe("US dollars for a million input tokens of audio."),
      outputAudioPerMillion: rate.optional().describe("US dollars for a million output tokens of audio."),
      searchPerThousand: rate.optional().describe("US dollars for a thousand searches."),
      toolPerThousand: rate.optional().describe("US dollars for a thousand runs of a provider-side tool."),
      from: day.optional().describe("First day (UTC) on which the price holds. Without it: always."),
    }),
  )
  .max(maxPrices)
  .prefault([])
  .describe("Prices that go before the price book's. Of several that match, the latest that has begun decides.");

/** For the sections that are mappings from names, which have no bound of their own. */
export function atMost(count: number): (section: Readonly<Record<string, unknown>>) => boolean {
  return (section) => Object.keys(section).length <= count;
}
