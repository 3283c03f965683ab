import type { SpanKind, Trust } from "../dialects/transcript.ts";

/** What a finding is about. */
export type FindingKind =
  | "direct-injection"
  | "jailbreak"
  | "indirect-injection"
  | "prompt-extraction"
  | "structure"
  | "exfiltration"
  | "pii"
  | "secret"
  | "canary-leak"
  | "tool-call"
  | "schema"
  | "pattern"
  | "refusal";

/** Something a detector saw. It says where, never what: the ledger keeps findings, and must not keep secrets. */
export interface Finding {
  /** The detector's id, and after a slash the rule: `structure/role-marker`, `pii/iban`, `classifier`. */
  readonly detector: string;
  readonly kind: FindingKind;
  /** 0 to 1; higher is worse. */
  readonly score: number;
  /** JSON pointer of the span; empty for a text that stands alone. */
  readonly pointer: string;
  /** UTF-16 offsets in the span's own text, `end` exclusive, also when the finding was made in a decoded layer. */
  readonly start: number;
  readonly end: number;
}

/** A text to be screened, and what is known of where it comes from. */
export interface ScreenedText {
  readonly pointer: string;
  readonly text: string;
  readonly kind: SpanKind;
  readonly trust: Trust;
}

/** One reading of a text: as it stands, normalised, or decoded out of it. */
export interface Layer {
  readonly text: string;
  /** How it came about, outermost first: `raw`, `folded`, `base64`, `base64>rot13` … */
  readonly via: string;
  /** Where the piece begins that was read, when a long text was read in pieces; absent: the whole text was. */
  readonly pieceStart?: number;
  /** Where a range of this layer stands in the span's own text. */
  originalRange(start: number, end: number): { readonly start: number; readonly end: number };
}

/** Looks for one sort of thing. Pure, linear in the text's length, and free of state between texts. */
export interface Detector {
  readonly id: string;
  detect(layers: readonly Layer[], text: ScreenedText): readonly Finding[];
}
