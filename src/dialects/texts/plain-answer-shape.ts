import { anyText, type AnswerShape } from "./answer-shape.ts";

/** An answer of which nothing is known but that it is JSON: whatever it says is a text, and none of it is a tool call. */
export const plainAnswerTexts: AnswerShape = {
  top: new Map(),
  members: new Map(),
  classify: () => undefined,
  otherwise: anyText,
  channelOf: ({ segments }) => ({ segments, whole: true }),
};
