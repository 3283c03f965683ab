/** Signs that keys are made of: letters, digits and `_ . : / + = -`. */
const isKeySign = new Uint8Array(128);
for (const sign of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/+=-") {
  isKeySign[sign.charCodeAt(0)] = 1;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Runs of at least `least` such signs. A loop, because an expression for it costs more than all others together. */
export function* longRunsIn(text: string, least: number): Iterable<Run> {
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && isKeySign[text.charCodeAt(at)] === 1) continue;
    if (at - start >= least) yield { start, end: at };
    start = at + 1;
  }
}
