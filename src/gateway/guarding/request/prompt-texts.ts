import type { SpanKind, Trust } from "../../../dialects/transcript.ts";
import type { ScreenedText } from "../../../guards/guard.ts";
import type { RenderedPrompt, RenderedSpan } from "../../../prompts/prompt.ts";

/** A variable's value is what its trust makes of it, in whichever message it stands. */
const kinds: Readonly<Record<Trust, SpanKind>> = { operator: "system", user: "user", tool: "tool-result" };

/** Where a variable's text stands in a rendered prompt; not a place in the caller's body, which may spell it otherwise. */
export function promptPointer(
  side: "before" | "after",
  place: readonly [number, number, number],
  name: string,
): string {
  return `/prompt/${side}/${place.join("/")}/${name}`;
}

/** The texts that variables brought into a prompt. */
export function promptTexts({ before, after }: Pick<RenderedPrompt, "before" | "after">): readonly ScreenedText[] {
  const texts: ScreenedText[] = [];
  eachVariable({ before, after }, (span, pointer) => {
    texts.push({ pointer, text: span.text, kind: kinds[span.trust], trust: span.trust });
    return span.text;
  });
  return texts;
}

type Variable = Extract<RenderedSpan, { readonly from: "variable" }>;
type Sides = Pick<RenderedPrompt, "before" | "after">;

/** The same messages, with each variable's text replaced by what `change` makes of it. */
export function eachVariable({ before, after }: Sides, change: (span: Variable, pointer: string) => string): Sides {
  const changed = (side: "before" | "after", messages: RenderedPrompt["before"]): RenderedPrompt["before"] =>
    messages.map((message, messageAt) => ({
      ...message,
      parts: message.parts.map((part, partAt) =>
        part.kind === "media"
          ? part
          : { ...part, spans: part.spans.map((span, spanAt) => changedSpan(span, [messageAt, partAt, spanAt], side)) },
      ),
    }));
  const changedSpan = (
    span: RenderedSpan,
    place: readonly [number, number, number],
    side: "before" | "after",
  ): RenderedSpan =>
    span.from === "template" ? span : { ...span, text: change(span, promptPointer(side, place, span.variable)) };
  return { before: changed("before", before), after: changed("after", after) };
}
