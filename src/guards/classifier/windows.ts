import type { FeatureList } from "./extract-features.ts";

/** Tokens in a window: a paragraph, and a sentence or two. An attack is small in a long text, and clear on its own. */
export const windowSizes = [80, 24] as const;
/** Windows overlap by half, so that no attack falls between two. */
const overlap = 2;
/** Added to a window's length, so that a text of one word is no certainty. */
export const lengthPrior = 4;

/** Where a text's windows of one size begin, in tokens; the last one ends with the text. */
export function windowStarts(tokens: number, size: number): readonly number[] {
  if (tokens <= size) return [0];
  const starts: number[] = [];
  const step = size / overlap;
  for (let start = 0; start + size < tokens; start += step) starts.push(start);
  starts.push(tokens - size);
  return starts;
}

/** The sizes that make sense for a text of so many tokens: a short one is one window. */
export function sizesFor(tokens: number): readonly number[] {
  return windowSizes.filter((size, index) => index === 0 || tokens > size);
}

/** The index after a token's last feature; 0 before the first token. */
export function featuresBefore(list: FeatureList, token: number): number {
  return token === 0 ? 0 : (list.ends[token - 1] ?? 0);
}
