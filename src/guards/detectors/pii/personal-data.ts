import type { GuardPolicy } from "../../../config/config.ts";

/** A class of personal data that can be looked for. */
export type PiiClass = GuardPolicy["pii"][number];

/** How one sort of personal data is written, and how to tell it from what only looks like it. */
export interface PersonalData {
  /** Stands in findings and placeholders: `card`, `national-id/es-dni`. */
  readonly name: string;
  /** Global, and bounded from each position. */
  readonly expression: RegExp;
  /** `written` is one match; its check digits decide. */
  readonly accepts: (written: string) => boolean;
}

/** The digits of a number, without the blanks and signs between them. */
export function digitsOf(written: string): readonly number[] {
  return Array.from(written.replaceAll(/\D/g, ""), Number);
}
