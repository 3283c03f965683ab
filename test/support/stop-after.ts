import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";

/** A stream as a caller gets it when a guard stops it after `count` events: those, and the dialect's own ending. */
export function stopAfter(id: DialectId, events: readonly string[], count: number, type = "text/event-stream"): Buffer {
  const stream = dialects[id].texts.stream(type);
  const read = stream.feed(Buffer.from(events.join("")));
  const forwarded = read.slice(0, count).map((event) => stream.forward(event));
  return Buffer.concat([...forwarded, stream.stop("stopped by a guard")]);
}

/** The same when nothing had come from the provider yet. */
export function stopAtOnce(id: DialectId): Uint8Array {
  return dialects[id].texts.stream("text/event-stream").stop("stopped by a guard");
}
