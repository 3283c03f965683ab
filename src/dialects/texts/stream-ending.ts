import type { UsageFields } from "../usage-fields.ts";
import type { AnswerShape } from "./answer-shape.ts";

export interface StreamMeaning {
  readonly ended: boolean;
  readonly closes: readonly string[];
}

export const goesOn: StreamMeaning = Object.freeze({ ended: false, closes: [] });

/** One event that `stop` sends; without a name it has only data. */
export interface EndingEvent {
  readonly name?: string;
  readonly data: string;
}

/** What a dialect must remember of a stream to end it early. */
export interface StreamEnding {
  /** An event came from the provider. Says what it means. */
  read(value: UsageFields): StreamMeaning;
  /** The same event, as the caller got it. */
  passed(value: UsageFields): void;
  stop(why: string): readonly EndingEvent[];
}

/** How a dialect's streams are read and ended. */
export interface StreamForm {
  readonly shape: AnswerShape;
  /** True when each element of a JSON array is an event (Gemini without `alt=sse`). */
  readonly elements: boolean;
  ending(): StreamEnding;
}
