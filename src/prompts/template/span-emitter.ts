import { HoldfastError } from "../../errors.ts";
import type { RenderedPart, RenderedSpan } from "../prompt.ts";
import { readMediaUrl } from "./media-url.ts";
import type { Origin } from "./origin.ts";
import { weigh } from "./weigh.ts";

/** Characters of text in one rendered section. */
const maxTextLength = 4 * 1024 * 1024;
/** Characters of media URLs in one rendered section: a loop can show one picture many times. */
const maxMediaLength = 32 * 1024 * 1024;

/**
 * Collects a section's output. The engine's own nodes write plain strings, which are the template's words; what comes out
 * of a value arrives through `writeValue`, in a call of its own. So no text needs a mark, and none can fake one.
 */
export class SpanEmitter {
  /** The engine's interface asks for it; nothing is ever in it. */
  buffer = "";
  readonly #parts: RenderedPart[] = [];
  #spans: RenderedSpan[] = [];
  #words = "";
  #textLength = 0;
  #mediaLength = 0;

  write(words: unknown): void {
    // Nodes that write nothing write undefined.
    if (typeof words !== "string") return;
    this.#textLength = bounded(this.#textLength + words.length, maxTextLength);
    this.#words += words;
  }

  writeValue(value: unknown, origin: Origin | undefined): void {
    const text = textOf(value);
    if (origin === undefined) {
      this.write(text);
    } else if (text !== "") {
      this.#textLength = bounded(this.#textLength + text.length, maxTextLength);
      this.#endWords();
      this.#spans.push({ from: "variable", ...origin, text });
    }
  }

  writeMedia(value: unknown, origin: Origin | undefined): void {
    const media = readMediaUrl(value, origin?.variable ?? "media");
    if (media === undefined) return;
    this.#mediaLength = bounded(this.#mediaLength + media.url.length, maxMediaLength);
    this.#endText();
    this.#parts.push({ kind: "media", ...media });
  }

  /** Everything that was written, in order; empty when it was only white space. */
  parts(): readonly RenderedPart[] {
    this.#endText();
    return this.#parts;
  }

  #endWords(): void {
    if (this.#words !== "") this.#spans.push({ from: "template", text: this.#words });
    this.#words = "";
  }

  /** White space between two media is layout. */
  #endText(): void {
    this.#endWords();
    if (this.#spans.some(({ text }) => text.trim() !== "")) this.#parts.push({ kind: "text", spans: this.#spans });
    this.#spans = [];
  }
}

function bounded(length: number, limit: number): number {
  if (length <= limit) return length;
  throw new HoldfastError("prompt-unrenderable", {
    message: `One of its messages grows beyond ${limit} characters; send shorter variables.`,
  });
}

/** A value as a model should read it: text as it is, nothing as nothing, anything else as JSON. */
function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  // A list may hold one long text many times, and would be written out before its length is known.
  bounded(weigh(value), maxTextLength);
  return JSON.stringify(value);
}
