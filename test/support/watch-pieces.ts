import type { Dialect, Reading, StreamOptions } from "../../src/dialects/dialect.ts";

export const plainWatch: StreamOptions = {
  quirks: {},
  withholdUsage: false,
  maxOutputText: 1_000_000,
  contentType: "text/event-stream",
};

export interface Watched {
  readonly reading: Reading;
  readonly forwarded: Uint8Array;
  /** How many steps said that the stream had ended. */
  readonly ended: number;
  readonly sawContent: boolean;
}

/** Feeds the pieces to a dialect's watcher as a gateway would, and gathers what comes out. */
export function watchPieces(
  dialect: Dialect,
  pieces: readonly Uint8Array[],
  options: Partial<StreamOptions> = {},
): Watched {
  const watcher = dialect.watchStream({ ...plainWatch, ...options });
  const forwarded: Uint8Array[] = [];
  let ended = 0;
  for (const piece of pieces) {
    const step = watcher.feed(piece);
    if (step.forward !== undefined) forwarded.push(step.forward);
    if (step.ended) ended += 1;
  }
  const rest = watcher.flush();
  if (rest !== undefined) forwarded.push(rest);
  return { reading: watcher.finish(), forwarded: Buffer.concat(forwarded), ended, sawContent: watcher.sawContent };
}
