import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { StreamEvent } from "../../../dialects/stream-text.ts";

/** One event of a streamed answer, until everything that it says is decided. */
export class HeldEvent {
  readonly event: StreamEvent;
  /** What it waits for: at first, that it is read at all. */
  #waits = 1;
  #replaced: Map<AnswerText, string> | undefined;

  constructor(event: StreamEvent) {
    this.event = event;
  }

  /** It may not leave before `free` was called once more. */
  hold(): void {
    this.#waits += 1;
  }

  free(): void {
    this.#waits -= 1;
  }

  get isFree(): boolean {
    return this.#waits === 0;
  }

  /** Notes what one of its texts says to the caller. */
  say(text: AnswerText, said: string): void {
    if (said !== text.text) (this.#replaced ??= new Map()).set(text, said);
  }

  /** The texts that changed; undefined: none did, and the bytes are the provider's. */
  get replaced(): ReadonlyMap<AnswerText, string> | undefined {
    return this.#replaced;
  }
}
