/** A text made out of another, and where each of its UTF-16 units came from there. */
export interface MappedText {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Writes a mapped text piece by piece, up to a bound that the caller names. */
export class MappedTextBuilder {
  private text = "";
  private starts: Int32Array;
  private ends: Int32Array;
  private readonly maxLength: number;

  constructor(expectedLength: number, maxLength: number) {
    this.starts = new Int32Array(Math.min(expectedLength, maxLength) + 16);
    this.ends = new Int32Array(this.starts.length);
    this.maxLength = maxLength;
  }

  get length(): number {
    return this.text.length;
  }

  get isFull(): boolean {
    return this.text.length >= this.maxLength;
  }

  /** A piece all of which came from one range of the source. */
  push(piece: string, start: number, end: number): void {
    if (this.isFull || piece === "") return;
    const from = this.text.length;
    this.text += piece;
    this.reserve(this.text.length);
    this.starts.fill(start, from, this.text.length);
    this.ends.fill(end, from, this.text.length);
  }

  /** A piece that stands in the source as it is. */
  copy(piece: string, start: number): void {
    if (this.isFull) return;
    const from = this.text.length;
    this.text += piece;
    this.reserve(this.text.length);
    for (let index = 0; index < piece.length; index += 1) {
      this.starts[from + index] = start + index;
      this.ends[from + index] = start + index + 1;
    }
  }

  finish(): MappedText {
    const { length } = this.text;
    return { text: this.text, starts: this.starts.subarray(0, length), ends: this.ends.subarray(0, length) };
  }

  private reserve(length: number): void {
    if (length <= this.starts.length) return;
    this.starts = grown(this.starts, length * 2);
    this.ends = grown(this.ends, length * 2);
  }
}

function grown(from: Int32Array, length: number): Int32Array {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}
