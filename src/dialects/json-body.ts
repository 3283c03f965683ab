/** Where a top-level value stands in the body, in bytes: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A request body that is a JSON object: its bytes and where its top-level values stand. Made by `scanJsonBody`. */
export interface JsonBody {
  readonly bytes: Uint8Array;
  /** Top-level keys (unescaped) and the spans of their values, in order. Keys are unique. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Just after the opening brace: where a member may be inserted. */
  readonly afterOpen: number;
  /** Parses the value of one top-level key; undefined when the key is absent or its value does not parse. */
  value(key: string): unknown;
}
