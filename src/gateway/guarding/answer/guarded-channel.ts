import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { Restorer } from "../../../guards/redact/restorer.ts";
import type { HoldBack, Released } from "../../../guards/window.ts";
import type { HeldEvent } from "./held-event.ts";
import { spreadText } from "./spread-text.ts";

/** A text of an event, as a part of its channel. */
interface Piece {
  readonly held: HeldEvent;
  readonly text: AnswerText;
  /** Where in the channel it begins. */
  readonly start: number;
  /** What is decided of it, as the caller gets it. */
  said: string;
}

export interface ChannelParts {
  /** False: nothing is delayed or changed, and only findings come of it. */
  readonly holds: boolean;
  readonly window: HoldBack;
  /** Undefined: the request had nothing taken out. */
  readonly restorer: Restorer | undefined;
}

/** One running text of a streamed answer: its events are free as soon as their pieces of it are decided. */
export class GuardedChannel {
  readonly #holds: boolean;
  readonly #window: HoldBack;
  readonly #restorer: Restorer | undefined;
  #pieces: Piece[] = [];
  #length = 0;
  #decided = 0;

  constructor({ holds, window, restorer }: ChannelParts) {
    this.#holds = holds;
    this.#window = window;
    this.#restorer = restorer;
  }

  get dueAtMs(): number | undefined {
    return this.#window.dueAtMs;
  }

  feed(held: HeldEvent, text: AnswerText, nowMs: number): Released {
    if (this.#holds && text.text !== "") {
      held.hold();
      this.#pieces.push({ held, text, start: this.#length, said: "" });
      this.#length += text.text.length;
    }
    return this.#take(this.#window.feed(text.text, nowMs));
  }

  tick(nowMs: number): Released {
    return this.#take(this.#window.tick(nowMs));
  }

  /** Everything that was fed is decided with this. */
  end(): Released {
    const released = this.#take(this.#window.end());
    const rest = this.#restorer?.flush() ?? "";
    if (this.#holds && released.stopped === undefined) this.#decide(released.upTo, rest);
    return released;
  }

  #take(released: Released): Released {
    if (!this.#holds || released.stopped !== undefined) return released;
    const said = this.#restorer?.feed(released.text) ?? released.text;
    this.#decide(released.upTo - (this.#restorer?.held ?? 0), said);
    return released;
  }

  /** What stands between what is decided already and `upTo` has become `said`. */
  #decide(upTo: number, said: string): void {
    if (upTo <= this.#decided) return;
    const after = this.#pieces.findIndex(({ start }) => start >= upTo);
    const touched = after === -1 ? this.#pieces : this.#pieces.slice(0, after);
    const parts = touched.map(({ text, start }) =>
      text.text.slice(Math.max(0, this.#decided - start), Math.max(0, upTo - start)),
    );
    const became = spreadText(parts, said);
    for (const [index, piece] of touched.entries()) piece.said += became[index] ?? "";
    const complete = touched.filter(({ start, text }) => start + text.text.length <= upTo);
    for (const { held, text, said: all } of complete) {
      held.say(text, all);
      held.free();
    }
    this.#pieces = this.#pieces.slice(complete.length);
    this.#decided = upTo;
  }
}
