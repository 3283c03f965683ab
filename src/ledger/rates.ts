/**
 * The price of one token or piece, split so that sums of products stay whole numbers that a double holds exactly:
 * `nano` whole nano-dollars plus `micro` millionths of a nano-dollar.
 */
export interface Rate {
  readonly nano: number;
  readonly micro: number;
}

/** A model's rates for one size of request. All fields are always there, so that every object has one shape. */
export interface Rates {
  readonly input: Rate | undefined;
  readonly cacheRead: Rate | undefined;
  readonly cacheReadAudio: Rate | undefined;
  readonly cacheWrite5m: Rate | undefined;
  readonly cacheWrite1h: Rate | undefined;
  readonly inputAudio: Rate | undefined;
  readonly output: Rate | undefined;
  readonly reasoning: Rate | undefined;
  readonly outputAudio: Rate | undefined;
  readonly outputImage: Rate | undefined;
  readonly search: Rate | undefined;
  readonly tool: Rate | undefined;
  readonly request: Rate | undefined;
}

/** `Rates` for requests whose input is larger than `aboveInputTokens` (-1: any). */
export interface RateBand {
  readonly aboveInputTokens: number;
  readonly rates: Rates;
}
