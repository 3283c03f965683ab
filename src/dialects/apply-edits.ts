import { HoldfastError } from "../errors.ts";
import type { Edit } from "./dialect.ts";

const encoder = new TextEncoder();

/**
 * The body with its edits made and every other byte as it was. Edits may come in any order; two insertions at one place
 * keep theirs. No edits: the very same array. Throws `internal-error` when edits overlap or leave the body, because
 * guessing what was meant would change somebody's request.
 */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return bytes;
  const ordered = edits.length === 1 ? edits : edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const texts = ordered.map((edit) => encoder.encode(edit.text));
  let size = bytes.length;
  let last = 0;
  ordered.forEach((edit, index) => {
    if (!Number.isInteger(edit.start) || edit.start < last || edit.end < edit.start || edit.end > bytes.length) {
      throw new HoldfastError("internal-error", { internal: { edit: { start: edit.start, end: edit.end }, last } });
    }
    last = edit.end;
    size += (texts[index]?.length ?? 0) - (edit.end - edit.start);
  });
  return splice(bytes, { ordered, texts, size });
}

interface Splices {
  readonly ordered: readonly Edit[];
  readonly texts: readonly Uint8Array[];
  readonly size: number;
}

function splice(bytes: Uint8Array, { ordered, texts, size }: Splices): Uint8Array {
  const edited = new Uint8Array(size);
  let from = 0;
  let to = 0;
  ordered.forEach((edit, index) => {
    edited.set(bytes.subarray(from, edit.start), to);
    to += edit.start - from;
    const text = texts[index];
    if (text !== undefined) {
      edited.set(text, to);
      to += text.length;
    }
    from = edit.end;
  });
  edited.set(bytes.subarray(from), to);
  return edited;
}
