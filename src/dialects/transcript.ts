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

/** A string literal inside JSON bytes: where a replacement is spliced in. See `replaceSpan`. */
export interface LiteralSpan {
  /** The bytes of the literal, its quotes included. */
  readonly start: number;
  readonly end: number;
  /** Set when the literal carries its text as base64 (a text file in a data URL): what stands before the base64. */
  readonly base64After?: string;
}

/** One text of a request: what a model will read, where it stands, and how far it is trusted. */
export interface TextSpan extends LiteralSpan {
  /**
   * JSON pointer (RFC 6901) to the string in the request's body: `/messages/2/content/0/text`. For a member's name that is
   * itself a text (a sentence where a name is expected), the pointer is the member's.
   */
  readonly pointer: string;
  readonly text: string;
  readonly kind: SpanKind;
  readonly trust: Trust;
}

/** Every text of a request, in the order in which the body has them. A reading view; nothing is written through it. */
export interface Transcript {
  readonly spans: readonly TextSpan[];
  /** True when there is more than was read: a bound was hit, or what stands inside is no JSON. Not every text is here. */
  readonly truncated: boolean;
}
