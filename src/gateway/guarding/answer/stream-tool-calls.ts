import type { AnswerToolCall } from "../../../dialects/answer-text.ts";
import { gatherToolCalls } from "../../../dialects/gather-tool-calls.ts";
import type { StreamEvent } from "../../../dialects/stream-text.ts";
import type { HeldEvent } from "./held-event.ts";
import { withArguments } from "./with-arguments.ts";

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
  /** Arguments came that belong to no call whose arguments are known: Gemini may send them in pieces by path. */
  #hasStrays = false;

  constructor(judge: ToolCallJudge) {
    this.#judge = judge;
  }

  add(held: HeldEvent): void {
    const complete = this.#gatherer.add(held.event);
    if (this.#gatherer.truncated && !this.#isTruncated) {
      this.#isTruncated = true;
      this.#judge.unread();
    }
    this.#hasStrays ||= this.#isStray(held.event, complete);
    const named = toolCallsIn(held.event);
    if (named.size > 0) this.#hold(held, named);
    for (const call of complete) this.#settle(call);
  }

  /** The stream has ended: what is incomplete is judged as it is. */
  end(): void {
    for (const call of this.#gatherer.open()) this.#settle(call);
  }

  #isStray({ texts }: StreamEvent, complete: readonly AnswerToolCall[]): boolean {
    const said = texts.filter(({ kind }) => kind === "tool-arguments");
    if (said.length === 0) return false;
    const known = [...this.#gatherer.open(), ...complete].filter((call) => call.arguments !== undefined);
    return said.some((text) => !known.some(({ toolCall }) => toolCall === text.toolCall));
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
    this.#judge.judge(this.#hasStrays ? call : withArguments(call));
    for (const held of this.#waiting.get(call.toolCall) ?? []) held.free();
    this.#waiting.delete(call.toolCall);
  }
}

function toolCallsIn({ texts, toolCalls }: StreamEvent): ReadonlySet<string> {
  const named = texts.flatMap(({ toolCall }) => (toolCall === undefined ? [] : [toolCall]));
  return new Set([...named, ...toolCalls.map(({ toolCall }) => toolCall)]);
}
