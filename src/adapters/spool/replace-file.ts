import { closeSync, fdatasyncSync, openSync, renameSync, writeSync } from "node:fs";
import { fileMode } from "./segment-files.ts";

/**
 * Puts `content` in place of the file: a reader, also one after a crash, sees the old content or the new one whole.
 * `durable` waits for the disk too, so that the same holds after a power loss.
 */
export function replaceFile(path: string, content: string | Uint8Array, durable = false): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", fileMode);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
    for (let written = 0; written < bytes.length;) {
      const count = writeSync(file, bytes, written, bytes.length - written);
      if (count <= 0) throw new Error(`${temporary}: nothing could be written`);
      written += count;
    }
    if (durable) fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
