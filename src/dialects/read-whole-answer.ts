import type { Reading } from "./dialect.ts";
import type { EventReader } from "./event-reader.ts";
import { latin1 } from "./latin1.ts";
import { watchEvents } from "./watch-events.ts";

/** How an event stream may begin, after a byte order mark: with a field, or with a comment. */
const eventStream = /^(?:\u00ef\u00bb\u00bf)?\s{0,64}(?:data|event|id|retry)?:/;

/** Reads an answer that is in memory: JSON, or a stream of events that came under another content type. */
export function readWholeAnswer(reader: EventReader, body: Uint8Array): Reading {
  const text = latin1(body);
  if (!eventStream.test(text)) {
    reader.whole(text);
    return reader.finish();
  }
  const contentType = "text/event-stream";
  const watcher = watchEvents(reader, { quirks: {}, withholdUsage: false, maxOutputText: 0, contentType });
  watcher.feed(body);
  return watcher.finish();
}
