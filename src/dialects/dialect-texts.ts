import type { AnswerTexts } from "./answer-text.ts";
import type { JsonBody } from "./json-body.ts";
import type { StreamTexts } from "./stream-text.ts";
import { readAnswerTexts } from "./texts/read-answer-texts.ts";
import { readTranscript } from "./texts/read-transcript.ts";
import type { StreamForm } from "./texts/stream-ending.ts";
import { StreamReader } from "./texts/stream-reader.ts";
import type { TextShape } from "./texts/text-shape.ts";
import type { SpanKind, Transcript } from "./transcript.ts";

/** What calls say in one dialect, for those who must read it: guards. Costs nothing until it is asked. */
export interface DialectTexts {
  /** Every text of a request that a model will read. Never throws. */
  transcript(body: JsonBody): Transcript;
  /** Every text of a plain answer. Never throws. */
  answer(body: Uint8Array): AnswerTexts;
  /** A streamed answer, event by event. `contentType`: the answer's, lower case, without parameters. */
  stream(contentType: string): StreamTexts;
}

export function dialectTexts(request: TextShape<SpanKind>, form: StreamForm): DialectTexts {
  return {
    transcript: (body) => readTranscript(body, request),
    answer: (body) => readAnswerTexts(body, form.shape),
    stream: (contentType) => new StreamReader(form, contentType),
  };
}
