import type { AnswerTexts } from "./answer-text.ts";
import type { Edit } from "./dialect.ts";

/** The edits that take the token probabilities out of an answer. */
export function dropTokens({ tokens }: Pick<AnswerTexts, "tokens">): readonly Edit[] {
  return tokens.map(({ start, end }) => ({ start, end, text: "null" }));
}
