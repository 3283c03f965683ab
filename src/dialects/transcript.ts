/** How far a text is trusted: the operator's own words, a user's, or what a tool or a document brought along. */
export type Trust = "operator" | "user" | "tool";

/** What a text is in its request. */
export type SpanKind =
  | "system"
  | "user"
  | "assistant"
  | "tool-result"
  | "document"
  | "tool-definition"
  | "tool-call"
  | "file-name"
  | "alt-text";

/** One text of a request: what a model will read, where it stands, and how far it is trusted. */
export interface TextSpan {
  /** JSON pointer (RFC 6901) to the string in the request's body: `/messages/2/content/0/text`. */
  readonly pointer: string;
  readonly text: string;
  readonly kind: SpanKind;
  readonly trust: Trust;
  /** The bytes of the string literal in the body, its quotes included: where a redaction is spliced in. */
  readonly start: number;
  readonly end: number;
}

/** Every text of a request, in the order in which the body has them. A reading view; nothing is written through it. */
export interface Transcript {
  readonly spans: readonly TextSpan[];
}
