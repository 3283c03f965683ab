import type { HttpConnection } from "./http-connection.ts";
import type { Tally } from "./tally.ts";

export interface ClosedLoop {
  readonly connections: readonly HttpConnection[];
  readonly request: Buffer;
  readonly tally: Tally;
  /** How long new calls are sent; those under way are then waited for. */
  readonly seconds: number;
}

/** Longest wait for the last answers. */
const graceSeconds = 30;

async function loopOn(connection: HttpConnection, loop: ClosedLoop, until: number): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(
      () => {
        connection.destroy();
        loop.tally.fail(`no answer within ${graceSeconds} s`);
        resolve();
      },
      (loop.seconds + graceSeconds) * 1000,
    );
    const next = (): void => {
      connection.send(loop.request, (answer) => {
        if (loop.tally.take(answer) && performance.now() < until) next();
        else {
          clearTimeout(giveUp);
          resolve();
        }
      });
    };
    next();
  });
}

/** Sends the next call on each connection as soon as its last one is answered: the rate is what the other side can do. */
export async function runClosedLoop(loop: ClosedLoop): Promise<{ readonly seconds: number }> {
  const startedAt = performance.now();
  const until = startedAt + loop.seconds * 1000;
  await Promise.all(loop.connections.map((connection) => loopOn(connection, loop, until)));
  return { seconds: (performance.now() - startedAt) / 1000 };
}
