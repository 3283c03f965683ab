/** A text that is put together from its pieces, up to a bound. */
export class TextGatherer {
  readonly #most: number;
  #text = "";
  #isCut = false;

  constructor(most: number) {
    this.#most = most;
  }

  add(piece: string): void {
    const room = this.#most - this.#text.length;
    if (piece.length > room) this.#isCut = true;
    if (room > 0) this.#text += piece.slice(0, room);
  }

  get text(): string {
    return this.#text;
  }

  /** There was more. */
  get isCut(): boolean {
    return this.#isCut;
  }
}
