import type { AnswerToolCall } from "../dialects/answer-text.ts";
import { gatherToolCalls } from "../dialects/gather-tool-calls.ts";
import type { StreamEvent } from "../dialects/stream-text.ts";
import type { HeldEvent } from "./held-event.ts";

export interface ToolCallJudge {
  /** Whether a call may not be shown before it was judged. Asked when the first one comes. */
  readonly holds: () => boolean;
  /** Throws when the call may not be made. */
  readonly judge: (call: AnswerToolCall) => void;
  /** Throws when an answer may not go on of which not everything could be read. */
  readonly unread: () => void;
}

/** The tool calls of a streamed answer: put together, judged when they are complete, and held until then where need be. */
export class StreamToolCalls {
  readonly #gatherer = gatherToolCalls();
  readonly #judge: ToolCallJudge;
  readonly #waiting = new Map<string, HeldEvent[]>();
  #holds: boolean | undefined;
  #isTruncated = false;

  constructor(judge: ToolCallJudge) {
    this.#judge = judge;
  }

  add(held: HeldEvent): void {
    const complete = this.#gatherer.add(held.event);
    if (this.#gatherer.truncated && !this.#isTruncated) {
      this.#isTruncated = true;
      this.#judge.unread();
    }
    const named = toolCallsIn(held.event);
    if (named.size > 0) this.#hold(held, named);
    for (const call of complete) this.#settle(call);
  }

  /** The stream has ended: what is incomplete is judged as it is. */
  end(): void {
    for (const call of this.#gatherer.open()) this.#settle(call);
  }

  #hold(held: HeldEvent, named: ReadonlySet<string>): void {
    this.#holds ??= this.#judge.holds();
    if (!this.#holds) return;
    for (const { toolCall } of this.#gatherer.open()) {
      if (!named.has(toolCall)) continue;
      const waiting = this.#waiting.get(toolCall) ?? [];
      this.#waiting.set(toolCall, waiting);
      waiting.push(held);
      held.hold();
    }
  }

  #settle(call: AnswerToolCall): void {
    this.#judge.judge(call);
    for (const held of this.#waiting.get(call.toolCall) ?? []) held.free();
    this.#waiting.delete(call.toolCall);
  }
}

function toolCallsIn({ texts, toolCalls }: StreamEvent): ReadonlySet<string> {
  const named = texts.flatMap(({ toolCall }) => (toolCall === undefined ? [] : [toolCall]));
  return new Set([...named, ...toolCalls.map(({ toolCall }) => toolCall)]);
}
