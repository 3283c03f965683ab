import type { Rate, RateBand, Rates } from "./rates.ts";
import type { Usage } from "./usage.ts";

/** What a call costs in whole nano-dollars, or why nobody can say. */
export type Cost =
  | { readonly kind: "cost"; readonly nanodollars: number; readonly clamped: string | undefined }
  | { readonly kind: "unknown"; readonly reason: string };

/** Millionths of a nano-dollar in a nano-dollar. */
const microsPerNano = 1_000_000;

/** A sum of tokens × rates. Both parts stay whole numbers below 2⁵³ or the cost is refused at the end. */
interface Sum {
  nano: number;
  micro: number;
  clamped: string | undefined;
}

/**
 * Multiplies usage by rates: whole numbers throughout, rounded half up once, at the end. The inclusive totals are taken
 * apart first: each class that has its own rate is billed at it, the rest at the total's. A part larger than its whole
 * is billed as it is, the rest as none, and the cost says so in `clamped`; money is never negative.
 */
export function computeCost(usage: Usage, bands: readonly RateBand[]): Cost {
  const unusable = problemWith(usage);
  if (unusable !== undefined) return unknown(unusable);
  const rates = ratesFor(bands, count(usage.inputTokens));
  if (rates === undefined) return unknown("the model has no price at this time");
  const sum: Sum = { nano: 0, micro: 0, clamped: undefined };
  const problem = addInput(sum, usage, rates) ?? addOutput(sum, usage, rates) ?? addPieces(sum, usage, rates);
  if (problem !== undefined) return unknown(problem);
  const nanodollars = rounded(sum);
  if (!Number.isSafeInteger(nanodollars)) return unknown("the cost is too large to be true");
  return { kind: "cost", nanodollars, clamped: sum.clamped };
}

function unknown(reason: string): Cost {
  return { kind: "unknown", reason };
}

/** The bands are sorted by size, smallest first. */
function ratesFor(bands: readonly RateBand[], input: number): Rates | undefined {
  let rates: Rates | undefined;
  for (const band of bands) {
    if (input <= band.aboveInputTokens) break;
    rates = band.rates;
  }
  return rates;
}

/** Why nothing can be reckoned with this usage; undefined: it can. */
function problemWith(usage: Usage): string | undefined {
  let isSaid = false;
  for (const said of countsOf(usage)) {
    if (said === null) continue;
    if (!Number.isSafeInteger(said)) return "the usage is not in whole, countable numbers";
    isSaid = true;
  }
  return isSaid ? undefined : "nobody said what the call used";
}

function countsOf(usage: Usage): readonly (number | null)[] {
  return [
    usage.inputTokens,
    usage.outputTokens,
    usage.cacheReadTokens,
    usage.cacheWrite5mTokens,
    usage.cacheWrite1hTokens,
    usage.reasoningTokens,
    usage.inputAudioTokens,
    usage.outputAudioTokens,
    usage.searchUnits,
    usage.toolUnits,
    usage.cacheReadAudioTokens ?? null,
    usage.outputImageTokens ?? null,
  ];
}

/** A count that was said, or none; a provider's negative number buys nothing back. */
function count(tokens: number | null | undefined): number {
  return tokens === null || tokens === undefined || tokens < 0 ? 0 : tokens;
}

/** The count of a class that is billed apart; 0 when it has no rate of its own and stays in its total. */
function apart(tokens: number | null | undefined, rate: Rate | undefined): number {
  return rate === undefined ? 0 : count(tokens);
}

function add(sum: Sum, tokens: number, rate: Rate | undefined): void {
  if (tokens === 0 || rate === undefined) return;
  sum.nano += tokens * rate.nano;
  sum.micro += tokens * rate.micro;
}

function addInput(sum: Sum, usage: Usage, rates: Rates): string | undefined {
  const input = count(usage.inputTokens);
  // Without a rate of its own, an hour's cache write is billed as a five minutes' one: that is how price tables nest them.
  const write1hRate = rates.cacheWrite1h ?? rates.cacheWrite5m;
  const read = apart(usage.cacheReadTokens, rates.cacheRead);
  const write5m = apart(usage.cacheWrite5mTokens, rates.cacheWrite5m);
  const write1h = apart(usage.cacheWrite1hTokens, write1hRate);
  const audio = apart(usage.inputAudioTokens, rates.inputAudio);
  if (usage.inputTokens === null && usedTokens(usage)) return "the input tokens are not known";
  if (input > 0 && rates.input === undefined) return "input tokens have no price";
  const both = cachedAudio(usage, { input, read, audio, written: write5m + write1h });
  add(sum, read - both, rates.cacheRead);
  add(sum, both, rates.cacheReadAudio ?? rates.cacheRead);
  add(sum, write5m, rates.cacheWrite5m);
  add(sum, write1h, write1hRate);
  add(sum, audio - both, rates.inputAudio);
  add(sum, remainder(sum, input, { parts: read + write5m + write1h + audio - both, name: "input" }), rates.input);
  return undefined;
}

function usedTokens(usage: Usage): boolean {
  return (
    count(usage.outputTokens) > 0 ||
    count(usage.cacheReadTokens) > 0 ||
    count(usage.cacheWrite5mTokens) > 0 ||
    count(usage.cacheWrite1hTokens) > 0 ||
    count(usage.inputAudioTokens) > 0
  );
}

/**
 * Tokens that are both audio and read from a cache. Where the provider does not say, they are as many as must be both
 * for the parts to fit into the whole, and no more: text is cached more often than audio, and audio costs more.
 */
function cachedAudio(
  usage: Usage,
  parts: { readonly input: number; readonly read: number; readonly audio: number; readonly written: number },
): number {
  if (parts.audio === 0 || parts.read === 0) return 0;
  const said = usage.cacheReadAudioTokens ?? parts.read + parts.written + parts.audio - parts.input;
  return Math.min(count(said), parts.read, parts.audio);
}

function addOutput(sum: Sum, usage: Usage, rates: Rates): string | undefined {
  const output = count(usage.outputTokens);
  if (output > 0 && rates.output === undefined) return "output tokens have no price";
  if (output > 0 && rates.outputImage !== undefined && (usage.outputImageTokens ?? null) === null) {
    return "images in the output have their own price, and the usage does not say how many tokens they are";
  }
  const reasoning = apart(usage.reasoningTokens, rates.reasoning);
  const audio = apart(usage.outputAudioTokens, rates.outputAudio);
  const image = apart(usage.outputImageTokens, rates.outputImage);
  add(sum, reasoning, rates.reasoning);
  add(sum, audio, rates.outputAudio);
  add(sum, image, rates.outputImage);
  add(sum, remainder(sum, output, { parts: reasoning + audio + image, name: "output" }), rates.output);
  return undefined;
}

function remainder(sum: Sum, total: number, of: { readonly parts: number; readonly name: string }): number {
  if (of.parts <= total) return total - of.parts;
  sum.clamped ??= `the parts of the ${of.name} (${of.parts}) are more than the whole (${total})`;
  return 0;
}

function addPieces(sum: Sum, usage: Usage, rates: Rates): string | undefined {
  const searches = count(usage.searchUnits);
  if (searches > 0 && rates.search === undefined && rates.request === undefined) return "searches have no price";
  const tools = count(usage.toolUnits);
  if (tools > 0 && rates.tool === undefined) return "tool runs have no price";
  add(sum, searches, rates.search);
  add(sum, tools, rates.tool);
  add(sum, 1, rates.request);
  return undefined;
}

/** Half up; NaN when a part grew beyond what a double counts exactly. */
function rounded(sum: Sum): number {
  if (!Number.isSafeInteger(sum.nano) || !Number.isSafeInteger(sum.micro)) return Number.NaN;
  const rest = sum.micro % microsPerNano;
  return sum.nano + (sum.micro - rest) / microsPerNano + (rest * 2 >= microsPerNano ? 1 : 0);
}
