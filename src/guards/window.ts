import type { JudgedFinding, Verdict } from "./policy.ts";
import { redactText, removeForGood } from "./redact/redact-text.ts";
import { undecidedFrom } from "./undecided-from.ts";

export interface HoldBackOptions {
  /** So many characters are gathered before they are screened … */
  readonly size: number;
  /** … unless the first of them has waited this long. */
  readonly waitMs: number;
  /** False: nothing is delayed or changed, and screening only yields findings (observe and shadow mode). */
  readonly enforce: boolean;
  /** The most characters that one of the policy's own patterns can match. */
  readonly longestPattern: number;
  /** Screens a text that stands alone; offsets count from its start. */
  readonly screen: (text: string) => Verdict;
}

/** What may go on to the caller. */
export interface Released {
  readonly text: string;
  /** Up to which character of the channel, as it was fed, everything is decided; `text` is what became of it since the last release. */
  readonly upTo: number;
  /** New since the last release; offsets count from the start of the channel. */
  readonly findings: readonly JudgedFinding[];
  /** The channel's answer has to end here. `verdict` says why; nothing more is ever released. */
  readonly stopped: Verdict | undefined;
}

/** Holds back the end of one channel of a streamed answer: a choice, a content block, a tool call's arguments. */
export interface HoldBack {
  feed(delta: string, nowMs: number): Released;
  /** To be called when `dueAtMs` has come, and nothing was fed since. */
  tick(nowMs: number): Released;
  /** The channel ends here. One that was thought to have ended may be fed again. */
  end(): Released;
  /** When held text has waited long enough; undefined when none waits. */
  readonly dueAtMs: number | undefined;
}

/** What was released is read again this far, so that a word is not taken for the start of a text. */
const contextLength = 64;

/** The same after an end: should the channel go on after all, the second half of a secret is still known by its first. */
const endContextLength = 8_192;

/** A finding keeps back what it covers; beyond this, its start is let go as redacted, and the rest is screened anew. */
const maxHeldLength = 65_536;

export function createHoldBack(options: HoldBackOptions): HoldBack {
  return new Channel(options);
}

class Channel implements HoldBack {
  readonly #options: HoldBackOptions;
  #context = "";
  #held = "";
  /** How many characters of the channel went before `#held`. */
  #released = 0;
  /** How many characters of `#held` were screened already, and are held because they were undecided. */
  #screened = 0;
  #dueAtMs: number | undefined;
  #stopped: Verdict | undefined;

  constructor(options: HoldBackOptions) {
    this.#options = options;
  }

  get dueAtMs(): number | undefined {
    return this.#dueAtMs;
  }

  feed(delta: string, nowMs: number): Released {
    if (this.#stopped !== undefined) return this.#nothing();
    this.#held += delta;
    const waiting = this.#held.length - this.#screened;
    if (waiting > 0) this.#dueAtMs ??= nowMs + this.#options.waitMs;
    const isDue = waiting >= this.#options.size || (this.#dueAtMs !== undefined && nowMs >= this.#dueAtMs);
    const result = isDue ? this.#screen(false) : this.#nothing();
    // What is not enforced goes on before it is looked at.
    return this.#options.enforce ? result : { ...result, text: delta };
  }

  tick(nowMs: number): Released {
    return this.feed("", nowMs);
  }

  end(): Released {
    return this.#stopped === undefined ? this.#screen(true) : this.#nothing();
  }

  #nothing(): Released {
    return { text: "", upTo: this.#released, findings: [], stopped: this.#stopped };
  }

  #screen(isLast: boolean): Released {
    const { screen, enforce, longestPattern } = this.#options;
    const verdict = screen(this.#context + this.#held);
    this.#dueAtMs = undefined;
    this.#screened = this.#held.length;
    const inHeld = verdict.findings.filter(({ end }) => end > this.#context.length);
    const findings = inHeld.map((finding) => shift(finding, -this.#context.length));
    // What is found in the context only was judged when it was held; cut off at its start, it may look like more.
    const isBlocked = verdict.broken.length > 0 || findings.some(({ action }) => action === "block");
    if (enforce && verdict.kind === "block" && isBlocked) {
      this.#stopped = verdict;
      this.#held = "";
      return { ...this.#nothing(), findings: findings.map((finding) => shift(finding, this.#released)) };
    }
    if (!isLast) return this.#release(findings, borderOf(this.#held, findings, longestPattern), contextLength);
    return this.#release(findings, this.#held.length, endContextLength);
  }

  #release(findings: readonly JudgedFinding[], border: number, kept: number): Released {
    const decided = findings.filter(({ start }) => start < border);
    const clipped = decided.map((finding) => ({ ...finding, end: Math.min(finding.end, border) }));
    const text = this.#held.slice(0, border);
    const shifted = decided.map((finding) => shift(finding, this.#released));
    this.#context = (this.#context + text).slice(-kept);
    this.#held = this.#held.slice(border);
    this.#screened = Math.max(0, this.#screened - border);
    this.#released += border;
    const released = this.#options.enforce ? redactText(text, clipped, removeForGood) : "";
    return { text: released, upTo: this.#released, findings: shifted, stopped: undefined };
  }
}

/** Up to where the text is decided, and cuts through no finding. */
function borderOf(held: string, findings: readonly JudgedFinding[], longestPattern: number): number {
  if (held.length > maxHeldLength) return held.length;
  let border = undecidedFrom(held, longestPattern);
  for (const { start, end } of findings.toSorted((left, right) => right.start - left.start)) {
    if (start < border && end > border) border = Math.max(0, start);
  }
  return border;
}

function shift(finding: JudgedFinding, by: number): JudgedFinding {
  return { ...finding, start: Math.max(0, finding.start + by), end: finding.end + by };
}
