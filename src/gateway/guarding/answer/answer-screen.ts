import type { AnswerToolCall } from "../../../dialects/answer-text.ts";
import { createCanaryDetector } from "../../../guards/canary.ts";
import { decide } from "../../../guards/decide.ts";
import type { Detector, ScreenedText } from "../../../guards/guard.ts";
import type { BrokenGuard, Screening, Verdict } from "../../../guards/policy.ts";
import { readText } from "../../../guards/read-text.ts";
import { screenTexts } from "../../../guards/screen-texts.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { CallGuards } from "../call-guards.ts";
import { screenBudget } from "../request/screen-input.ts";

/** A tool call whose arguments cannot be put together cannot be judged. */
const unreadable: BrokenGuard = { detector: "tool-call", reason: "too-long" };
const tooLong: BrokenGuard = { detector: "answer", reason: "too-long" };
/** A model says what it was told, by a tool's result or a document too, and nobody sees by whom. */
const trust = "tool";

/** The guards of one call on its answer. What it says, is the same for a plain answer and a streamed one. */
export class AnswerScreen {
  readonly #guards: CallGuards;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #detectors: readonly Detector[];

  constructor(guards: CallGuards, clock: Pick<Clock, "monotonic">) {
    this.#guards = guards;
    this.#clock = clock;
    const { output } = guards.named.compiled;
    this.#detectors = guards.canary === undefined ? output : [...output, createCanaryDetector(guards.canary)];
  }

  /** A text, or a piece of one: what holds wherever it is cut. */
  piece(text: string, pointer: string): Verdict {
    return this.#judge(this.#screen(text, pointer, this.#detectors));
  }

  /** A complete text of the answer: its form, and what it signals. */
  whole(text: string, pointer: string): Verdict {
    const { wholeOutput, signals } = this.#guards.named.compiled;
    return this.#judge(this.#screen(text, pointer, [...wholeOutput, ...signals]));
  }

  toolCall(call: AnswerToolCall, pointer: string): Verdict {
    const { named, situation } = this.#guards;
    if (call.arguments === undefined) return this.#judge({ findings: [], broken: [unreadable] });
    const asked = { name: call.name, arguments: call.arguments, pointer };
    try {
      return this.#judge({ findings: named.compiled.judgeToolCall(asked, situation), broken: [] });
    } catch (cause) {
      return this.#judge({ findings: [], broken: [{ detector: "tool-call", reason: "threw", cause }] });
    }
  }

  /** More was said than could be read, or reading it broke. */
  unread(broken: BrokenGuard = tooLong): Verdict {
    return this.#judge({ findings: [], broken: [broken] });
  }

  #screen(text: string, pointer: string, detectors: readonly Detector[]): Screening {
    if (detectors.length === 0) return { findings: [], broken: [] };
    const screened: ScreenedText = { pointer, text, kind: "assistant", trust };
    const screen = { layersOf: readText, detectors };
    return screenTexts([screened], screen, screenBudget(this.#clock));
  }

  #judge(screening: Screening): Verdict {
    this.#guards.broke(screening.broken);
    return decide(screening, this.#guards.named.compiled.policy, () => trust);
  }
}
