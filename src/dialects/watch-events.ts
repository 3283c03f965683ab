import { joinChunks } from "../lib/join-chunks.ts";
import type { Reading, StreamOptions, StreamStep, StreamWatcher } from "./dialect.ts";
import type { EventFramer } from "./event-framer.ts";
import type { EventMeaning, EventReader } from "./event-reader.ts";
import { JsonElementFramer } from "./json-elements.ts";
import { latin1 } from "./latin1.ts";
import { SseFramer } from "./sse.ts";

/** An unfinished event longer than this is no usage event: what is held back of it is let go. */
export const maxHeldBytes = 64 * 1024;

const openBracket = 0x5b;
const openBrace = 0x7b;

interface Cut {
  /** What of the chunk, and of what was held before it, is forwarded; in order. */
  readonly kept: Uint8Array[];
  readonly keptFrom: number;
  /** Where the unfinished event begins. */
  readonly eventStart: number;
}

/** Watches a stream with a dialect's reader. `elements`: each element of a JSON stream is an event, not an answer. */
export function watchEvents(reader: EventReader, options: StreamOptions, elements = false): StreamWatcher {
  return new EventWatcher(reader, options, elements);
}

class EventWatcher implements StreamWatcher {
  readonly #reader: EventReader;
  readonly #withhold: boolean;
  readonly #elements: boolean;
  #framer: EventFramer | undefined;
  #json = false;
  /** Bytes of an event that is not complete yet, held back in case it is the usage event. */
  #held: Uint8Array[] = [];
  #heldLength = 0;
  /** The unfinished event is too long to be held: the rest of it is forwarded as it comes. */
  #lettingGo = false;
  /** The last complete event was cut out, so a LF that still belongs to its end is too. */
  #cutLast = false;
  #ended = false;
  /** The unfinished last event has been read, so that flushing and finishing do not read it twice. */
  #restRead = false;

  constructor(reader: EventReader, options: StreamOptions, elements: boolean) {
    this.#reader = reader;
    this.#withhold = options.withholdUsage;
    this.#elements = elements;
    if (options.contentType === "text/event-stream") this.#framer = new SseFramer();
  }

  get sawContent(): boolean {
    return this.#reader.sawContent;
  }

  feed(chunk: Uint8Array): StreamStep {
    const text = latin1(chunk);
    const framer = (this.#framer ??= this.#recognise(text));
    // Nothing but whitespace so far: it is part of no event in either form.
    if (framer === undefined) return { forward: chunk, ended: false };
    framer.push(text);
    this.#restRead = false;
    if (this.#withhold && !this.#json) return this.#feedWithholding(chunk, framer);
    let ended = false;
    while (framer.next()) if (this.#read(framer) === "end") ended = true;
    return { forward: chunk, ended: this.#endsWith(ended || framer.closed) };
  }

  flush(): Uint8Array | undefined {
    if (this.#heldLength === 0) return undefined;
    const held = join(this.#held);
    this.#dropHeld();
    return this.#readRest() === "usage" ? undefined : held;
  }

  finish(): Reading {
    this.#readRest();
    return this.#reader.finish();
  }

  /** A stream may end without the blank line, or the bracket, that completes its last event. */
  #readRest(): EventMeaning {
    if (this.#restRead || this.#framer?.rest() !== true) return undefined;
    this.#restRead = true;
    return this.#read(this.#framer);
  }

  /** The end is reported once: some streams say it again. */
  #endsWith(ended: boolean): boolean {
    if (!ended || this.#ended) return false;
    this.#ended = true;
    return true;
  }

  /** What an answer is written in shows in its first character, whatever its content type says. */
  #recognise(text: string): EventFramer | undefined {
    const first = text.trimStart().charCodeAt(0);
    if (Number.isNaN(first)) return undefined;
    this.#json = first === openBrace || first === openBracket;
    return this.#json ? new JsonElementFramer() : new SseFramer();
  }

  #read(framer: EventFramer): EventMeaning {
    if (framer.data === "") return undefined;
    if (!this.#json || this.#elements) return this.#reader.event(framer.name, framer.data);
    this.#reader.whole(framer.data);
    return undefined;
  }

  #feedWithholding(chunk: Uint8Array, framer: EventFramer): StreamStep {
    const kept: Uint8Array[] = [];
    let ended = false;
    let keptFrom = this.#cutLast ? framer.leading : 0;
    let eventStart = framer.leading;
    while (framer.next()) {
      const meaning = this.#read(framer);
      if (meaning === "end") ended = true;
      this.#cutLast = meaning === "usage" && !this.#lettingGo;
      if (this.#cutLast) {
        if (eventStart > keptFrom) kept.push(chunk.subarray(keptFrom, eventStart));
        keptFrom = framer.end;
      } else {
        kept.push(...this.#held);
      }
      this.#dropHeld();
      eventStart = framer.end;
    }
    this.#keepRest(chunk, { kept, keptFrom, eventStart });
    return { forward: join(kept), ended: this.#endsWith(ended) };
  }

  /** Forwards the chunk up to its unfinished event, and holds that back unless it grew too long. */
  #keepRest(chunk: Uint8Array, { kept, keptFrom, eventStart }: Cut): void {
    const unfinished = chunk.length - eventStart;
    this.#lettingGo ||= this.#heldLength + unfinished > maxHeldBytes;
    if (this.#lettingGo) {
      kept.push(...this.#held);
      this.#held = [];
      this.#heldLength = 0;
    }
    const to = this.#lettingGo ? chunk.length : eventStart;
    if (to > keptFrom) kept.push(keptFrom === 0 && to === chunk.length ? chunk : chunk.subarray(keptFrom, to));
    if (this.#lettingGo || unfinished === 0) return;
    this.#held.push(chunk.subarray(eventStart));
    this.#heldLength += unfinished;
  }

  #dropHeld(): void {
    this.#lettingGo = false;
    if (this.#heldLength === 0) return;
    this.#held = [];
    this.#heldLength = 0;
  }
}

function join(kept: readonly Uint8Array[]): Uint8Array | undefined {
  if (kept.length < 2) return kept[0];
  let length = 0;
  for (const bytes of kept) length += bytes.length;
  return joinChunks(kept, length);
}
