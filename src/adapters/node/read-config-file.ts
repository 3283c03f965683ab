import { closeSync, openSync, readSync, statSync } from "node:fs";

import { HoldfastError } from "../../errors.ts";

/** What can stand at the path of a configuration. */
export type ConfigFileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** `reason` completes "holdfast.yaml …". */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A larger file is no configuration; `loadConfig` refuses it too. */
const maxFileBytes = 1024 * 1024;
const tooLarge = { kind: "unreadable", reason: `is larger than ${maxFileBytes / 1024} KiB` } as const;

/**
 * The text of a configuration file. Without a file: undefined, or, when it is `required` because somebody named it, a
 * `config-invalid`. Throws `config-invalid` as well when there is something that cannot be read.
 */
export function readConfigFile(path: string, required: boolean): string | undefined {
  const content = readConfigContent(path);
  if (content.kind === "text") return content.text;
  if (content.kind === "unreadable")
    throw new HoldfastError("config-invalid", { message: `${path} ${content.reason}.` });
  if (!required) return undefined;
  throw new HoldfastError("config-invalid", {
    message: `There is no file ${path}. Check the path, or make one with: holdfast init`,
  });
}

/** Reads a configuration file whole, within bounds. Never throws. Synchronous: a few dozen microseconds, seldom. */
export function readConfigContent(path: string): ConfigFileContent {
  try {
    const entry = statSync(path);
    // Opening a pipe would wait for its writer.
    if (!entry.isFile()) return { kind: "unreadable", reason: "is not a file" };
    if (entry.size > maxFileBytes) return tooLarge;
    return decode(readUpTo(path, entry.size + 1));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", reason: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A file that grows meanwhile is cut; the next look sees the rest. */
function readUpTo(path: string, maxBytes: number): Uint8Array {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(maxBytes);
    let length = 0;
    let read = 0;
    do {
      read = readSync(file, bytes, length, bytes.length - length, length);
      length += read;
    } while (read > 0 && length < bytes.length);
    return bytes.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function decode(bytes: Uint8Array): ConfigFileContent {
  if (bytes.length > maxFileBytes) return tooLarge;
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { kind: "unreadable", reason: "is not UTF-8 text" };
  }
}
