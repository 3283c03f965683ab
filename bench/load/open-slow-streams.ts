import { setTimeout as sleep } from "node:timers/promises";
import { HttpConnection } from "./http-connection.ts";

/** Connections are opened in groups, so that no listener's queue overflows. */
const groupSize = 25;
const groupGapMs = 15;
const firstByteLimitMs = 30_000;
const pollMs = 10;

export interface SlowStreams {
  /** How many have brought a first byte and are still open. */
  readonly live: () => number;
  /** Closes one in the middle of its answer. */
  readonly leaveOne: () => void;
  /** Closes all at once, in the middle of their answers. */
  readonly leave: () => void;
}

/** Opens `count` calls that stream without an end, and waits for the first byte of each. Throws when some bring none. */
export async function openSlowStreams(port: number, request: Buffer, count: number): Promise<SlowStreams> {
  const connections: HttpConnection[] = [];
  const seen = { begun: 0, ended: 0 };
  for (let index = 0; index < count; index += 1) {
    const connection = new HttpConnection(port);
    connection.onFirstByte = () => {
      seen.begun += 1;
    };
    connection.send(request, () => {
      seen.ended += 1;
    });
    connections.push(connection);
    if (index % groupSize === groupSize - 1) await sleep(groupGapMs);
  }
  const streams: SlowStreams = {
    live: () => seen.begun - seen.ended,
    leaveOne: () => connections[0]?.destroy(),
    leave: () => {
      for (const connection of connections) connection.destroy();
    },
  };
  const deadline = performance.now() + firstByteLimitMs;
  while (streams.live() < count && seen.ended === 0 && performance.now() < deadline) await sleep(pollMs);
  if (streams.live() < count) {
    const missing = count - streams.live();
    streams.leave();
    throw new Error(`${missing} of ${count} slow streams did not open, or ended early`);
  }
  return streams;
}
