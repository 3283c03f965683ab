import type { TextSpan, Transcript } from "../../../dialects/transcript.ts";
import type { ScreenedText } from "../../../guards/guard.ts";
import type { PreparedCall } from "../../call.ts";
import { promptTexts } from "./prompt-texts.ts";

export interface RequestTexts {
  /** What of the body goes to the provider. */
  readonly transcript: Transcript;
  /** What is screened, in the order in which a model reads it. */
  readonly texts: readonly ScreenedText[];
  /** What of the body does not go to the provider: the member that names the prompt and its variables. */
  readonly unsent: readonly TextSpan[];
}

/** A prompt's own text is the operator's; its variables have the trust that the prompt declares, wherever they stand. */
export function requestTexts({
  body,
  dialect,
  prompt,
  writing,
}: Pick<PreparedCall, "body" | "dialect" | "prompt" | "writing">): RequestTexts {
  if (body.kind !== "json") {
    return { transcript: { spans: [], truncated: body.kind === "stream" }, texts: [], unsent: [] };
  }
  const transcript = dialect.texts.transcript(body.json);
  if (prompt === undefined || writing === undefined) return { transcript, texts: transcript.spans, unsent: [] };
  const spans = transcript.spans.filter(({ pointer }) => !isInPrompt(pointer));
  return {
    transcript: { spans, truncated: transcript.truncated },
    texts: [
      ...promptTexts({ before: writing.before, after: [] }),
      ...spans,
      ...promptTexts({ before: [], after: writing.after }),
    ],
    unsent: transcript.spans.filter(({ pointer }) => isInPrompt(pointer)),
  };
}

function isInPrompt(pointer: string): boolean {
  return pointer.startsWith("/prompt/") || pointer.startsWith("/variables/");
}
