import type { ScreenedText } from "../guard.ts";

/** Enough to judge by, and little enough to be quick and cheap. */
const maxTexts = 64;
const maxTextLength = 16_384;

/** What an external classifier is sent. Which text is which is told by its place in the list. */
export interface ClassifierQuestion {
  readonly texts: readonly { readonly text: string; readonly kind: string; readonly trust: string }[];
}

/**
 * The question about some texts: untrusted ones first, then the last of the conversation, each cut in its middle when it
 * is long, because attacks stand at either end more often. `shown` is what may be seen of a text. `asked` are the texts
 * that it is about, in the same order.
 */
export function classifierQuestion(
  texts: readonly ScreenedText[],
  shown: (text: ScreenedText) => string,
): {
  readonly question: ClassifierQuestion;
  readonly asked: readonly ScreenedText[];
} {
  const latestFirst = texts.toReversed();
  const asked = [
    ...latestFirst.filter(({ trust }) => trust === "tool"),
    ...latestFirst.filter(({ trust }) => trust === "user"),
  ].slice(0, maxTexts);
  const question = {
    texts: asked.map((text) => ({ text: shortened(shown(text)), kind: text.kind, trust: text.trust })),
  };
  return { question, asked };
}

function shortened(text: string): string {
  if (text.length <= maxTextLength) return text;
  const half = maxTextLength / 2;
  return `${text.slice(0, half)}\n…\n${text.slice(-half)}`;
}
