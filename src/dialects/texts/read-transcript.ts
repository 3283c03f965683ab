import type { JsonBody } from "../json-body.ts";
import { latin1 } from "../latin1.ts";
import type { SpanKind, TextSpan, Transcript } from "../transcript.ts";
import type { Draft } from "./draft.ts";
import { jsonPointer } from "./json-pointer.ts";
import type { TextShape } from "./text-shape.ts";
import { TextWalk, type TextBounds } from "./text-walk.ts";

/** A conversation of a million tokens has some 5 MB of text; no honest request has as many pieces. */
export const transcriptBounds: TextBounds = Object.freeze({ maxSpans: 50_000, maxBytes: 32 * 1024 * 1024 });

/** Reads every text of a request. Never throws: what cannot be read makes the transcript `truncated`. */
export function readTranscript(
  body: JsonBody,
  shape: TextShape<SpanKind>,
  bounds: TextBounds = transcriptBounds,
): Transcript {
  const walk = new TextWalk({ bytes: body.bytes, text: latin1(body.bytes) }, shape, bounds);
  walk.walk(body.afterOpen - 1);
  return { spans: walk.drafts.map((draft) => spanOf(draft, shape.otherwise)), truncated: walk.truncated };
}

function spanOf(draft: Draft<SpanKind>, otherwise: TextShape<SpanKind>["otherwise"]): TextSpan {
  const { path, start, end, text, base64After } = draft;
  return {
    pointer: jsonPointer(path),
    text,
    kind: draft.kind ?? otherwise.kind,
    trust: draft.trust ?? otherwise.trust,
    start,
    end,
    ...(base64After === undefined ? {} : { base64After }),
  };
}
