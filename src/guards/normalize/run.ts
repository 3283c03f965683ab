/** A part of a text, by the offsets of its first unit and of what follows its last. */
export interface Run {
  readonly start: number;
  readonly end: number;
}
