/** Signs that keys are made of: letters, digits and `_ . : / + = -`. */
const isKeySign = new Uint8Array(128);
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/+=-") {
  isKeySign[sign.charCodeAt(0)] = 1;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * Runs of at least `least` such signs. Where the last of `least` characters is none of them, no run of that length can
 * begin before it: most of a text is skipped unread.
 */
export function longRunsIn(text: string, least: number): readonly Run[] {
  const runs: Run[] = [];
  for (let start = 0; start + least <= text.length;) {
    let at = start + least - 1;
    while (at >= start && isKeySign[text.charCodeAt(at)] === 1) at -= 1;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + least;
    while (end < text.length && isKeySign[text.charCodeAt(end)] === 1) end += 1;
    runs.push({ start, end });
    start = end + 1;
  }
  return runs;
}
