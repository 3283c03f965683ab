import { UnreachableError } from "./exit-codes.ts";

/** No event of ours is larger: a call without its bodies, and a cursor. */
const maxEventLength = 1024 * 1024;

export interface ServerEvent {
  readonly name: string;
  readonly data: string;
  readonly id: string | undefined;
}

/** The events of our own admin API's streams (lines end with LF; other fields than these are not sent). */
export async function* readServerEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      yield readEvent(rest.slice(0, end));
      rest = rest.slice(end + 2);
    }
    if (rest.length > maxEventLength) throw new UnreachableError("The gateway sent an event without an end.");
  }
}

function readEvent(text: string): ServerEvent {
  const fields = new Map<string, string>();
  for (const line of text.split("\n")) {
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, "");
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return { name: fields.get("event") ?? "message", data: fields.get("data") ?? "", id: fields.get("id") };
}
