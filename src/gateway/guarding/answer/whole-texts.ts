import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { AnswerFindings } from "./answer-findings.ts";
import type { AnswerScreen } from "./answer-screen.ts";
import type { CallGuards } from "../call-guards.ts";
import type { HeldEvent } from "./held-event.ts";
import { rewriteText } from "./rewrite-text.ts";

export interface WholeTextsParts {
  readonly guards: CallGuards;
  readonly screen: AnswerScreen;
  readonly findings: AnswerFindings;
}

interface Said {
  readonly channel: string;
  readonly text: string;
  readonly said: string;
}

/** Texts of a stream that are complete by themselves, and the judgement of texts as a whole. */
export class WholeTexts {
  readonly #parts: WholeTextsParts;
  /** The one before: some dialects say a text three times in a row, and it is read once. */
  #last: Said | undefined;

  constructor(parts: WholeTextsParts) {
    this.#parts = parts;
  }

  /** Decides one text of an event, and what the caller gets of it. */
  screen(held: HeldEvent, text: AnswerText): void {
    const isRepeated = this.#last?.text === text.text && this.#last.channel === text.channel;
    const said = isRepeated ? this.#last?.said : this.#read(text);
    if (said !== undefined) held.say(text, said);
  }

  /** Judges a complete text: its form, and what it signals. */
  judge(channel: string, text: string): void {
    const { screen, findings } = this.#parts;
    findings.judge(screen.whole(text, `/${channel}`));
  }

  #read(text: AnswerText): string {
    const { guards, screen, findings } = this.#parts;
    const verdict = screen.piece(text.text, `/${text.channel}`);
    findings.judge(verdict);
    // An empty one is only where a text will be.
    if (text.kind === "text" && text.text !== "") this.judge(text.channel, text.text);
    const said = rewriteText(text, verdict.findings, guards.vault);
    this.#last = { channel: text.channel, text: text.text, said };
    return said;
  }
}
