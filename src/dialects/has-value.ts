const space = 0x20;
const colon = 0x3a;
const letterN = 0x6e;

/**
 * A cheap look: whether `quotedKey` (`"usage"`, quotes included) stands somewhere in the JSON text as a key whose value
 * is not null. It does not know where; a yes means that the text is worth an exact reading.
 */
export function hasValue(text: string, quotedKey: string): boolean {
  for (let at = text.indexOf(quotedKey); at !== -1; at = text.indexOf(quotedKey, at)) {
    at += quotedKey.length;
    let unit = text.charCodeAt(at);
    while (unit === space || unit === colon) {
      at += 1;
      unit = text.charCodeAt(at);
    }
    if (unit !== letterN && text.charCodeAt(at - 1) !== 0x22) return true;
  }
  return false;
}
