import { maxPlaceholderLength, type Vault } from "./vault.ts";

/** Puts originals back into one channel of an answer, piece by piece. */
export interface Restorer {
  /** What of the text so far is certain. */
  feed(piece: string): string;
  /** The rest, at the end of the channel. */
  flush(): string;
  /** How much of what was fed is held back, in characters. */
  readonly held: number;
}

/** How an original is written where it goes: as it is, or inside a string of JSON (the arguments of tool calls). */
export type Escape = "none" | "json";

const placeholder = /\[[a-z][a-z0-9-]{0,48}-\d{1,6}\]/gu;
const unfinished = /^\[[a-z0-9-]{0,64}$/u;

/** A placeholder may be split over any number of pieces; at most one unfinished placeholder is held back. */
export function createRestorer(vault: Vault, escape: Escape): Restorer {
  const restore = (text: string): string =>
    text.replaceAll(placeholder, (found) => {
      const original = vault.originalOf(found);
      if (original === undefined) return found;
      return escape === "json" ? JSON.stringify(original).slice(1, -1) : original;
    });
  let held = "";
  return {
    feed(piece) {
      const text = held + piece;
      const open = text.lastIndexOf("[");
      const isUnfinished = open >= 0 && text.length - open < maxPlaceholderLength && unfinished.test(text.slice(open));
      held = isUnfinished ? text.slice(open) : "";
      return restore(isUnfinished ? text.slice(0, open) : text);
    },
    flush() {
      const rest = held;
      held = "";
      return rest;
    },
    get held() {
      return held.length;
    },
  };
}
