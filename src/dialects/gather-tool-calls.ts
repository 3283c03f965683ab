import type { AnswerToolCall } from "./answer-text.ts";
import type { StreamEvent } from "./stream-text.ts";

/** The most characters of arguments, and calls, that are gathered at a time. */
export const maxGathered = 4 * 1024 * 1024;
const maxCalls = 1_024;

interface OpenCall {
  readonly name: string;
  arguments: string | undefined;
  /** Pieces came: they are the arguments, and what the call began with was a placeholder or the first of them. */
  inPieces: boolean;
}

/** Puts the tool calls of a stream together from its events. */
export interface ToolCallGatherer {
  /** Takes the next event; returns the calls that are complete with it, each once. */
  add(event: Pick<StreamEvent, "texts" | "toolCalls" | "closes">): readonly AnswerToolCall[];
  /** Calls that have begun and are not complete; at the end of a stream that was cut off, those that never will be. */
  open(): readonly AnswerToolCall[];
  /** True when there was more than is gathered: a call may be missing, or its arguments. */
  readonly truncated: boolean;
}

/** A gatherer for one stream. Arguments that come without JSON text of their own (Gemini's pieces by path) stay undefined. */
export function gatherToolCalls(): ToolCallGatherer {
  return new Gatherer();
}

class Gatherer implements ToolCallGatherer {
  truncated = false;
  readonly #open = new Map<string, OpenCall>();
  /** What was complete on each channel, for some dialects say it once more at the end. */
  readonly #complete = new Map<string, string>();
  #length = 0;

  add(event: Pick<StreamEvent, "texts" | "toolCalls" | "closes">): readonly AnswerToolCall[] {
    for (const call of event.toolCalls) this.#begin(call);
    for (const { kind, toolCall, text, whole } of event.texts) {
      if (kind === "tool-arguments" && !whole && toolCall !== undefined) this.#append(toolCall, text);
    }
    return event.closes.flatMap((channel) => this.#close(channel));
  }

  open(): readonly AnswerToolCall[] {
    return [...this.#open].map(([toolCall, call]) => ({ toolCall, name: call.name, arguments: call.arguments }));
  }

  #begin(call: AnswerToolCall): void {
    const { toolCall, name, arguments: given } = call;
    if (this.#complete.get(toolCall) === fingerprint(call)) return;
    const known = this.#open.get(toolCall);
    if (known === undefined) {
      if (this.#open.size < maxCalls) this.#open.set(toolCall, { name, arguments: given, inPieces: false });
      else this.truncated = true;
    } else if (given !== undefined && given !== "") {
      // Said again with all of its arguments.
      known.arguments = given;
    }
  }

  #append(toolCall: string, piece: string): void {
    const call = this.#open.get(toolCall);
    this.#length += piece.length;
    if (this.#length > maxGathered) this.truncated = true;
    if (call === undefined || this.truncated) return;
    call.arguments = call.inPieces ? `${call.arguments ?? ""}${piece}` : piece;
    call.inPieces = true;
  }

  #close(channel: string): readonly AnswerToolCall[] {
    const closed = this.open().filter(({ toolCall }) => isWithin(toolCall, channel));
    for (const call of closed) {
      this.#open.delete(call.toolCall);
      if (this.#complete.size < maxCalls) this.#complete.set(call.toolCall, fingerprint(call));
    }
    return closed;
  }
}

function fingerprint({ name, arguments: given }: AnswerToolCall): string {
  return JSON.stringify([name, given]);
}

function isWithin(channel: string, outer: string): boolean {
  return outer === "" || channel === outer || channel.startsWith(`${outer}/`);
}
