import { calcPrice, extractUsage, findProvider, type Provider } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";
import { openPriceTable } from "../../../src/adapters/genai-prices/price-table.ts";
import { createPriceBook } from "../../../src/ledger/create-price-book.ts";
import type { Price } from "../../../src/ledger/price-book.ts";
import type { Usage } from "../../../src/ledger/usage.ts";
import { hasCorpus, readRecordedUsage, type RecordedUsage } from "../../support/recorded-usage.ts";

const at = new Date("2026-11-01T12:00:00Z");
const nanosPerDollar = 1e9;

/** The package's names for the providers of the recordings, where they differ. */
const priceIds: Readonly<Record<string, string>> = { "google-vertex": "google", xai: "x-ai", moonshot: "moonshotai" };

/** The package's own reading of a usage object: independent of ours. */
function readByPackage(recorded: RecordedUsage, provider: Provider): Readonly<Record<string, number>> | undefined {
  const path = recorded.at.replace(/^(?:body|event\[\d+\])\.?/, "").split(".");
  const body = path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), recorded.value);
  for (const flavor of provider.extractors?.map((extractor) => extractor.api_flavor) ?? []) {
    try {
      const { usage } = extractUsage(provider, body, flavor);
      return Object.fromEntries(Object.entries(usage).flatMap(([key, count]) => (count ? [[key, count]] : [])));
    } catch {
      // Another API of the same provider; the next flavour may fit.
    }
  }
  return undefined;
}

function asOurs(usage: Readonly<Record<string, number>>): Usage {
  const write1h = usage["cache_write_1h_tokens"] ?? 0;
  return {
    inputTokens: usage["input_tokens"] ?? 0,
    cacheReadTokens: usage["cache_read_tokens"] ?? null,
    cacheWrite5mTokens: (usage["cache_write_tokens"] ?? 0) - write1h,
    cacheWrite1hTokens: write1h,
    outputTokens: usage["output_tokens"] ?? 0,
    reasoningTokens: usage["output_reasoning_tokens"] ?? null,
    inputAudioTokens: usage["input_audio_tokens"] ?? null,
    outputAudioTokens: usage["output_audio_tokens"] ?? null,
    toolUnits: null,
    searchUnits: usage["web_searches"] ?? null,
    cacheReadAudioTokens: usage["cache_audio_read_tokens"] ?? 0,
    outputImageTokens: usage["output_image_tokens"] ?? 0,
  };
}

function priceByPackage(
  usage: Readonly<Record<string, number>>,
  model: string,
  priceId: string,
): number | string | null {
  try {
    const price = calcPrice({ ...usage }, model, { providerId: priceId, timestamp: at });
    return price === null ? null : price.total_price * nanosPerDollar;
  } catch (error) {
    return String(error);
  }
}

/** What is wrong with our price beside the package's; undefined: nothing. */
function difference(ours: Price, theirs: number | string | null, usage: Usage): string | undefined {
  if (theirs === null) return ours.kind === "unknown" ? undefined : `priced, though the package has no such model`;
  if (typeof theirs === "string") {
    return ours.kind === "unknown" || ours.clamped !== undefined ? undefined : `not clamped, though ${theirs}`;
  }
  if (ours.kind === "unknown") {
    return isRightlyUnknown(ours.reason, theirs, usage) ? undefined : `unknown (${ours.reason}), not ${theirs}`;
  }
  return Math.abs(ours.nanodollars - theirs) <= 1 ? undefined : `${ours.nanodollars}, the package says ${theirs}`;
}

/** Where the package leaves a unit without a price out of its sum, ours has no sum. */
function isRightlyUnknown(reason: string, theirs: number, usage: Usage): boolean {
  if (reason === "searches have no price") return (usage.searchUnits ?? 0) > 0;
  // A model that the table lists without any price is not free of charge to us: nobody said so.
  return theirs === 0 && reason === "input tokens have no price";
}

describe.skipIf(!hasCorpus)("every recorded usage (skipped without ../shared/recorded-traffic)", () => {
  test("costs what the package's own calculation says, to the nano-dollar", async () => {
    const book = createPriceBook({ table: await openPriceTable(), overrides: [], overridesVersion: "none" });
    const differences: string[] = [];
    let priced = 0;
    for (const recorded of readRecordedUsage()) {
      const priceId = priceIds[recorded.provider] ?? recorded.provider;
      const provider = findProvider({ providerId: priceId });
      const read = provider === undefined ? undefined : readByPackage(recorded, provider);
      if (provider === undefined || read === undefined) continue;
      const usage = asOurs(read);
      const { model } = recorded;
      const ours = book.price({ priceId, provider: recorded.provider, model, usage, atMs: at.getTime() });
      const wrong = difference(ours, priceByPackage(read, model, priceId), usage);
      if (wrong !== undefined) differences.push(`${recorded.id} ${model}: ${wrong}`);
      if (ours.kind === "priced") priced += 1;
    }
    expect(differences).toEqual([]);
    expect(priced).toBeGreaterThan(1_500);
  });
});
