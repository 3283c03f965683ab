import type { AnswerText } from "../../../dialects/answer-text.ts";
import type { BrokenGuard } from "../../../guards/policy.ts";
import { createRestorer } from "../../../guards/redact/restorer.ts";
import { createHoldBack, type Released } from "../../../guards/window.ts";
import type { Clock } from "../../../ports/clock.ts";
import { AnswerFindings } from "./answer-findings.ts";
import { AnswerScreen } from "./answer-screen.ts";
import type { CallGuards } from "../call-guards.ts";
import { escapeOf } from "./escape-of.ts";
import { GuardedChannel } from "./guarded-channel.ts";
import type { HeldEvent } from "./held-event.ts";
import { mayRefuseToolCalls } from "./may-refuse-tool-calls.ts";
import { StreamToolCalls } from "./stream-tool-calls.ts";
import { TextGatherer } from "./text-gatherer.ts";
import { WholeTexts } from "./whole-texts.ts";

/** Running texts at a time: choices, blocks, arguments. */
const maxChannels = 256;
/** What is kept of a text that must have a form as a whole; the queue of a stream holds no more either. */
const maxFormed = 4 * 1024 * 1024;
/** What is kept of any other: its beginning says what it signals. */
const maxOpening = 4_096;

interface OpenChannel {
  readonly channel: GuardedChannel;
  /** The text as a whole; undefined for what has no form and no signals: thinking, arguments. */
  readonly whole: TextGatherer | undefined;
  /** The form of the whole text is demanded, so that nothing of it may leave before it is complete. */
  readonly isFormed: boolean;
  /** It was taken for complete once, because another text of the same choice began. */
  hasRested: boolean;
}

/**
 * The guards of one call on its streamed answer, event by event. Each event is freed when all that it says is decided.
 * Throws `output-blocked` or `guard-broke` where the answer must not go on, if the policy is enforced.
 */
export class StreamScreen {
  readonly #guards: CallGuards;
  readonly #screen: AnswerScreen;
  readonly #findings: AnswerFindings;
  readonly #whole: WholeTexts;
  readonly #toolCalls: StreamToolCalls;
  readonly #channels = new Map<string, OpenChannel>();

  constructor(guards: CallGuards, clock: Pick<Clock, "monotonic">) {
    const screen = new AnswerScreen(guards, clock);
    const findings = new AnswerFindings(guards);
    this.#guards = guards;
    this.#screen = screen;
    this.#findings = findings;
    this.#whole = new WholeTexts({ guards, screen, findings });
    this.#toolCalls = new StreamToolCalls({
      holds: () => guards.enforces && mayRefuseToolCalls(guards),
      judge: (call) => findings.judge(screen.toolCall(call, `/${call.toolCall}`)),
      unread: () => this.unread(),
    });
  }

  add(held: HeldEvent, nowMs: number): void {
    const { texts, closes, truncated } = held.event;
    if (truncated) this.unread();
    this.#toolCalls.add(held);
    for (const text of texts) {
      if (text.whole) this.#whole.screen(held, text);
      else this.#feed(held, text, nowMs);
    }
    for (const channel of closes) this.#close(channel);
    held.free();
  }

  /** When text that is held back has waited long enough; undefined: none waits. */
  get dueAtMs(): number | undefined {
    let due = Infinity;
    for (const { channel } of this.#channels.values()) due = Math.min(due, channel.dueAtMs ?? Infinity);
    return due === Infinity ? undefined : due;
  }

  tick(nowMs: number): void {
    for (const { channel } of this.#channels.values()) {
      if (channel.dueAtMs !== undefined) this.#released(channel.tick(nowMs));
    }
  }

  /** Nothing more comes: all that is held is decided. */
  end(): void {
    this.#close("");
    this.#toolCalls.end();
  }

  /** More was said, or waits, than can be screened, or reading it broke. */
  unread(broken?: BrokenGuard): void {
    this.#findings.judge(this.#screen.unread(broken));
  }

  #feed(held: HeldEvent, text: AnswerText, nowMs: number): void {
    const { channel, whole } = this.#channels.get(text.channel) ?? this.#open(text);
    whole?.add(text.text);
    this.#released(channel.feed(held, text, nowMs));
  }

  #open(text: AnswerText): OpenChannel {
    if (this.#channels.size >= maxChannels) {
      this.unread();
      this.#close("");
    }
    this.#restBeside(text.channel);
    const { compiled } = this.#guards.named;
    const isFormed = text.kind === "text" && compiled.wholeOutput.length > 0;
    const opened: OpenChannel = {
      channel: this.#createChannel(text, isFormed),
      whole: text.kind === "text" ? new TextGatherer(isFormed ? maxFormed : maxOpening) : undefined,
      isFormed,
      hasRested: false,
    };
    this.#channels.set(text.channel, opened);
    return opened;
  }

  #createChannel(text: AnswerText, isFormed: boolean): GuardedChannel {
    const { named, vault, enforces } = this.#guards;
    const { policy, longestPattern } = named.compiled;
    return new GuardedChannel({
      holds: enforces,
      window: createHoldBack({
        size: isFormed && enforces ? Infinity : policy.window.bytes,
        // What is not held back need not be let go in time, and what is held to its end may not be.
        waitMs: isFormed || !enforces ? Infinity : policy.window.wait,
        enforce: enforces,
        longestPattern,
        screen: (said) => {
          const verdict = this.#screen.piece(said, `/${text.channel}`);
          if (verdict.broken.length > 0) this.#findings.note([], verdict.kind);
          return verdict;
        },
      }),
      restorer: vault.size === 0 ? undefined : createRestorer(vault, escapeOf(text)),
    });
  }

  /**
   * A text begins, so those of the same choice that came before it are taken for complete: thinking before an answer, an
   * answer before a tool call. Few dialects say so, and what follows would wait for the end of the choice. Only once for
   * each: one that goes on after all is held back to its true end.
   */
  #restBeside(begun: string): void {
    const choice = choiceOf(begun);
    for (const [name, open] of this.#channels) {
      if (open.isFormed || open.hasRested || choiceOf(name) !== choice) continue;
      open.hasRested = true;
      this.#released(open.channel.end());
    }
  }

  #close(outer: string): void {
    for (const [name, { channel, whole, isFormed }] of this.#channels) {
      if (outer !== "" && name !== outer && !name.startsWith(`${outer}/`)) continue;
      this.#channels.delete(name);
      if (isFormed && whole?.isCut === true) this.unread();
      // Before its last pieces are free: a form that is not kept stops them too.
      if (whole !== undefined && whole.text !== "") this.#whole.judge(name, whole.text);
      this.#released(channel.end());
    }
  }

  #released({ findings, stopped }: Released): void {
    if (findings.length > 0) this.#findings.note(findings);
    if (stopped !== undefined) this.#findings.judge({ ...stopped, findings });
  }
}

/** What belongs together: `choices/0`, `candidates/0`, `content/2`, `output/1`. */
function choiceOf(channel: string): string {
  return channel.split("/", 2).join("/");
}
