const carriageReturn = 13;
const lineFeed = 10;
const semicolon = 59;
/** Hexadecimal digits a chunk size may have: chunks beyond 256 MB are no part of this benchmark. */
const maxSizeDigits = 7;

type State = "size" | "extension" | "data" | "data-end" | "trailer" | "done" | "broken";

/** Value of an ASCII hexadecimal digit, or -1. */
function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * Walks over a body in chunked transfer coding (RFC 9112, section 7.1) and counts what it carries without copying it.
 * Trailers are skipped.
 */
export class ChunkedBody {
  /** Bytes of content seen so far, without the framing. */
  bytes = 0;
  #state: State = "size";
  #size = 0;
  #digits = 0;
  #trailerLength = 0;

  get done(): boolean {
    return this.#state === "done";
  }

  get broken(): boolean {
    return this.#state === "broken";
  }

  /** Takes `buffer[from, to)`; returns the index after the body's last byte, or `to` when there is more to come. */
  feed(buffer: Uint8Array, from: number, to: number): number {
    let at = from;
    while (at < to && this.#state !== "done" && this.#state !== "broken") {
      at = this.#state === "data" ? this.#skipData(at, to) : this.#step(buffer[at] ?? 0, at);
    }
    return at;
  }

  #skipData(at: number, to: number): number {
    const taken = Math.min(this.#size, to - at);
    this.#size -= taken;
    this.bytes += taken;
    if (this.#size === 0) this.#state = "data-end";
    return at + taken;
  }

  #step(byte: number, at: number): number {
    switch (this.#state) {
      case "size":
        this.#readSize(byte);
        break;
      case "extension":
        if (byte === lineFeed) this.#endSizeLine();
        break;
      case "data-end":
        if (byte === lineFeed) this.#startSize();
        else if (byte !== carriageReturn) this.#state = "broken";
        break;
      case "trailer":
        this.#readTrailer(byte);
        break;
      case "data":
      case "done":
      case "broken":
        break;
    }
    return at + 1;
  }

  #readSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0 && this.#digits < maxSizeDigits) {
      this.#size = this.#size * 16 + digit;
      this.#digits += 1;
    } else if (this.#digits === 0) this.#state = "broken";
    else if (byte === carriageReturn || byte === semicolon) this.#state = "extension";
    else this.#state = "broken";
  }

  #startSize(): void {
    this.#state = "size";
    this.#size = 0;
    this.#digits = 0;
  }

  #endSizeLine(): void {
    this.#state = this.#size === 0 ? "trailer" : "data";
  }

  #readTrailer(byte: number): void {
    if (byte === carriageReturn) return;
    if (byte !== lineFeed) this.#trailerLength += 1;
    else if (this.#trailerLength === 0) this.#state = "done";
    else this.#trailerLength = 0;
  }
}
