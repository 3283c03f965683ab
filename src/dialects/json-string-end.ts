const backslash = 0x5c;

/** From a string's opening quote to just after its closing one; -1 when it has none. */
export function jsonStringEnd(text: string, opening: number): number {
  let at = text.indexOf('"', opening + 1);
  while (at !== -1 && text.charCodeAt(at - 1) === backslash) {
    let before = at - 2;
    while (text.charCodeAt(before) === backslash) before -= 1;
    // An even number of backslashes escape each other; an odd one escapes the quote.
    if ((at - 1 - before) % 2 === 0) return at + 1;
    at = text.indexOf('"', at + 1);
  }
  return at === -1 ? -1 : at + 1;
}
