/**
 * What one call used. Totals are inclusive: `inputTokens` holds cached reads and cache writes, `outputTokens` holds
 * reasoning. `null` means that nobody said. Counts are whole numbers of tokens or units.
 */
export interface Usage {
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  /** Written to a cache that lives five minutes (or whose lifetime the provider does not name). */
  readonly cacheWrite5mTokens: number | null;
  readonly cacheWrite1hTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly inputAudioTokens: number | null;
  readonly outputAudioTokens: number | null;
  /** Provider-side tool runs that are billed by the piece, searches not among them. */
  readonly toolUnits: number | null;
  /** Billed searches: web searches, grounded queries, rerank search units. */
  readonly searchUnits: number | null;
  /** The part of `cacheReadTokens` that is audio, where the provider says so; absent: not said. */
  readonly cacheReadAudioTokens?: number | null;
  /** The part of `outputTokens` that is images, where the provider says so; absent: not said. */
  readonly outputImageTokens?: number | null;
}

/** Where the numbers come from: the provider said them, a tokenizer counted, a rule of thumb guessed, or there are none. */
export type UsageSource = "provider" | "counted" | "estimated" | "none";

export const noUsage: Usage = Object.freeze({
  inputTokens: null,
  cacheReadTokens: null,
  cacheWrite5mTokens: null,
  cacheWrite1hTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  inputAudioTokens: null,
  outputAudioTokens: null,
  toolUnits: null,
  searchUnits: null,
});
