/** One server-sent event: where it stands in the body, and what it holds. */
export interface RecordedEvent {
  readonly name: string;
  /** The parsed data; undefined when it is no JSON. */
  readonly value: unknown;
  /** The event with the blank line that ends it, as latin1 text. */
  readonly text: string;
}

/** Takes a whole stream apart: cuts it at blank lines and parses everything. Plain on purpose. */
export function readEvents(bytes: Uint8Array): readonly RecordedEvent[] {
  return Buffer.from(bytes)
    .toString("latin1")
    .split(/(?<=\r\n\r\n|\n\n|\r\r(?!\n))/)
    .map(readEvent);
}

function readEvent(text: string): RecordedEvent {
  const lines = text.split(/\r\n|\n|\r/);
  const valuesOf = (field: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${field}:`)).map((line) => line.slice(field.length + 1).replace(/^ /, ""));
  const data = Buffer.from(valuesOf("data").join("\n"), "latin1").toString("utf8");
  return { name: valuesOf("event").at(-1) ?? "", value: parse(data), text };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // `[DONE]`, a comment, or what a provider should not have sent.
    return undefined;
  }
}
