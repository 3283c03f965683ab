/** A text made out of another, and where each of its UTF-16 units came from there. */
export interface MappedText {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** Writes a mapped text piece by piece, up to a bound that the caller names. */
export class MappedTextBuilder {
  private readonly pieces: string[] = [];
  private written = 0;
  private starts: Int32Array;
  private ends: Int32Array;
  private readonly maxLength: number;

  constructor(expectedLength: number, maxLength: number) {
    this.starts = new Int32Array(Math.min(expectedLength, maxLength) + 16);
    this.ends = new Int32Array(this.starts.length);
    this.maxLength = maxLength;
  }

  get length(): number {
    return this.written;
  }

  get isFull(): boolean {
    return this.written >= this.maxLength;
  }

  /** A piece all of which came from one range of the source. */
  push(piece: string, start: number, end: number): void {
    if (this.isFull || piece === "") return;
    const from = this.append(piece);
    for (let index = from; index < this.written; index += 1) {
      this.starts[index] = start;
      this.ends[index] = end;
    }
  }

  /** A piece that stands in the source as it is. */
  copy(piece: string, start: number): void {
    if (this.isFull || piece === "") return;
    const from = this.append(piece);
    for (let index = 0; index < piece.length; index += 1) {
      this.starts[from + index] = start + index;
      this.ends[from + index] = start + index + 1;
    }
  }

  finish(): MappedText {
    const { written } = this;
    return {
      text: this.pieces.join(""),
      starts: this.starts.subarray(0, written),
      ends: this.ends.subarray(0, written),
    };
  }

  /** Takes a piece, and says where it begins. */
  private append(piece: string): number {
    const from = this.written;
    this.pieces.push(piece);
    this.written += piece.length;
    this.reserve(this.written);
    return from;
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
