import { HoldfastError } from "../../errors.ts";

/** Keeps what was taken out of a request, so that the answer can have it back. Lives as long as its call. */
export interface Vault {
  /** The same original always has the same placeholder. */
  placeholderFor(name: string, original: string): string;
  /** Undefined for what only looks like a placeholder. */
  originalOf(placeholder: string): string | undefined;
  /** The text, or JSON, with everything that was taken out of the request taken out of it, too. */
  hide(text: string): string;
  readonly size: number;
}

/** `[email-1]`: brackets, since models carry them over unchanged, and what it stands for, so that they can reason. */
export const maxPlaceholderLength = 64;
const maxNameLength = 40;

const maxEntries = 10_000;

/** `taken` tells which placeholders already stand in the call's own texts: those are nobody's stand-ins. */
export function createVault(taken: (placeholder: string) => boolean): Vault {
  const originals = new Map<string, string>();
  const placeholders = new Map<string, string>();
  const counts = new Map<string, number>();

  const next = (name: string): string => {
    for (let number = (counts.get(name) ?? 0) + 1; number <= 2 * maxEntries; number += 1) {
      counts.set(name, number);
      const placeholder = `[${name}-${number}]`;
      if (!taken(placeholder)) return placeholder;
    }
    throw new HoldfastError("guard-broke", { message: "Too many values would have to be redacted." });
  };

  return {
    placeholderFor(name, original) {
      const known = placeholders.get(original);
      if (known !== undefined) return known;
      if (originals.size === maxEntries) {
        throw new HoldfastError("guard-broke", { message: "Too many values would have to be redacted." });
      }
      const placeholder = next(name.slice(0, maxNameLength));
      originals.set(placeholder, original);
      placeholders.set(original, placeholder);
      return placeholder;
    },
    originalOf: (placeholder) => originals.get(placeholder),
    hide(text) {
      let hidden = text;
      for (const [original, placeholder] of placeholders) {
        for (const form of formsOf(original)) hidden = hidden.replaceAll(form, placeholder);
      }
      return hidden;
    },
    get size() {
      return originals.size;
    },
  };
}

/** How a value is written: as it is, in JSON, and in JSON that is itself a string of JSON (the arguments of tool calls). */
function formsOf(original: string): ReadonlySet<string> {
  const escaped = JSON.stringify(original).slice(1, -1);
  return new Set([original, escaped, JSON.stringify(escaped).slice(1, -1)]);
}
