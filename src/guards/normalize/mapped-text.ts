/** A text made out of another, and where each of its UTF-16 units came from there. */
export interface MappedText {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** How many numbers tell of one piece: its length, where it came from, and whether it stands there as it is. */
const numbersAPiece = 4;

/** Its map is drawn when somebody asks for it: most readings hold nothing that has to be found in the original. */
class LazilyMappedText implements MappedText {
  readonly text: string;
  private readonly pieces: readonly number[];
  private map: { readonly starts: Int32Array; readonly ends: Int32Array } | undefined;

  constructor(text: string, pieces: readonly number[]) {
    this.text = text;
    this.pieces = pieces;
  }

  get starts(): Int32Array {
    this.map ??= this.draw();
    return this.map.starts;
  }

  get ends(): Int32Array {
    this.map ??= this.draw();
    return this.map.ends;
  }

  private draw(): { readonly starts: Int32Array; readonly ends: Int32Array } {
    const starts = new Int32Array(this.text.length);
    const ends = new Int32Array(this.text.length);
    let at = 0;
    for (let piece = 0; piece < this.pieces.length; piece += numbersAPiece) {
      const [length = 0, start = 0, end = 0, isCopy = 0] = this.pieces.slice(piece, piece + numbersAPiece);
      for (let index = 0; index < length; index += 1) {
        starts[at + index] = isCopy === 1 ? start + index : start;
        ends[at + index] = isCopy === 1 ? start + index + 1 : end;
      }
      at += length;
    }
    return { starts, ends };
  }
}

/** Writes a mapped text piece by piece, up to a bound that the caller names. */
export class MappedTextBuilder {
  private text = "";
  private readonly pieces: number[] = [];
  private readonly maxLength: number;

  constructor(maxLength: number) {
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
    this.text += piece;
    this.pieces.push(piece.length, start, end, 0);
  }

  /** A piece that stands in the source as it is. */
  copy(piece: string, start: number): void {
    if (this.isFull || piece === "") return;
    this.text += piece;
    this.pieces.push(piece.length, start, start + piece.length, 1);
  }

  finish(): MappedText {
    return new LazilyMappedText(this.text, this.pieces);
  }
}
