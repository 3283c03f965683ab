import type { AnswerText } from "../../../dialects/answer-text.ts";
import { applyEdits } from "../../../dialects/apply-edits.ts";
import type { Edit } from "../../../dialects/dialect.ts";
import { dropTokens } from "../../../dialects/drop-tokens.ts";
import { replaceSpan } from "../../../dialects/replace-span.ts";
import type { Verdict } from "../../../guards/policy.ts";
import { refusalOf } from "../../../guards/refusal-of.ts";
import type { Clock } from "../../../ports/clock.ts";
import { AnswerScreen } from "./answer-screen.ts";
import type { CallGuards } from "../call-guards.ts";
import type { AnsweredCall } from "../../dispatch.ts";
import { rewriteText } from "./rewrite-text.ts";
import { withArguments } from "./with-arguments.ts";

/** What the model itself says, in words that have a form; the rest is its thinking, or a tool's. */
const isSpoken = ({ kind }: AnswerText): boolean => kind === "text";

/**
 * Shows a plain answer to the guards. Returns its bytes as the caller may have them: the very same, or with what is
 * redacted replaced and what the request's redaction took out put back. Throws `output-blocked` or `guard-broke`.
 */
export function screenPlainAnswer(
  call: Pick<AnsweredCall, "dialect" | "storedTexts"> & { readonly guards: CallGuards },
  bytes: Uint8Array,
  clock: Pick<Clock, "monotonic">,
): Uint8Array {
  const { guards, dialect, storedTexts } = call;
  // What was deleted, or is only asked whether it is there, says nothing.
  if (bytes.byteLength === 0 && storedTexts !== undefined) return bytes;
  const screen = new AnswerScreen(guards, clock);
  const { texts, toolCalls, tokens, truncated } = (storedTexts ?? dialect.texts).answer(bytes);
  const verdicts = new Map<AnswerText, Verdict>(texts.map((text) => [text, screen.piece(text.text, text.pointer)]));
  const others = [
    ...texts.filter(isSpoken).map(({ text, pointer }) => screen.whole(text, pointer)),
    ...toolCalls.map((toolCall) => screen.toolCall(withArguments(toolCall), `/${toolCall.toolCall}`)),
    ...(truncated ? [screen.unread()] : []),
  ];
  for (const verdict of [...verdicts.values(), ...others]) {
    guards.found(verdict);
    const refusal = guards.enforces ? refusalOf(verdict, "answer", guards.named.name) : undefined;
    if (refusal === undefined) continue;
    guards.stop(refusal);
    throw refusal;
  }
  if (!guards.enforces) return bytes;
  const edits = texts.flatMap((text) => changed(text, verdicts.get(text), guards));
  return edits.length === 0 ? bytes : applyEdits(bytes, [...edits, ...dropTokens({ tokens })]);
}

function changed(text: AnswerText, verdict: Verdict | undefined, { vault }: CallGuards): readonly Edit[] {
  const said = rewriteText(text, verdict?.findings ?? [], vault);
  return said === text.text ? [] : [replaceSpan(text, said)];
}
