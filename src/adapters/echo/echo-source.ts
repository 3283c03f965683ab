import type { ByteSink, ByteSource } from "../../ports/http-message.ts";
import type { Clock } from "../../ports/clock.ts";

/** After so many pieces in a row, everything else in the process has its turn: the caller may have left. */
const piecesPerTurn = 16;

/** Pushes pieces of text as bytes, one chunk a piece. They are made one by one, so what is cancelled is never made. */
export function echoSource(pieces: Iterable<string>, clock: Pick<Clock, "after">): ByteSource {
  const iterator = pieces[Symbol.iterator]();
  const encoder = new TextEncoder();
  let receiver: ByteSink | undefined;
  let paused = false;
  let over = false;
  let callOff: (() => void) | undefined;

  const run = (): void => {
    callOff = undefined;
    for (let count = 0; count < piecesPerTurn; count += 1) {
      if (paused || over || receiver === undefined) return;
      const next = iterator.next();
      if (next.done === true) {
        over = true;
        receiver.end();
        return;
      }
      receiver.data(encoder.encode(next.value));
    }
    if (!over && !paused && callOff === undefined) callOff = clock.after(0, run);
  };

  return {
    start(sink) {
      receiver = sink;
      run();
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      // Never from inside `data`: the receiver may resume while it is being given a chunk.
      if (!over && callOff === undefined) callOff = clock.after(0, run);
    },
    cancel() {
      over = true;
      callOff?.();
      callOff = undefined;
    },
  };
}
