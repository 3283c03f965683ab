import { open, stat } from "node:fs/promises";

/** What can stand at the path of a configuration. */
export type ConfigFileContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** `reason` completes "holdfast.yaml …". */
  | { readonly kind: "unreadable"; readonly reason: string };

/** A larger file is no configuration; `loadConfig` refuses it too. */
const maxFileBytes = 1024 * 1024;
const tooLarge = { kind: "unreadable", reason: `is larger than ${maxFileBytes / 1024} KiB` } as const;

/** Reads a configuration file whole, within bounds. Never rejects. */
export async function readConfigFile(path: string): Promise<ConfigFileContent> {
  try {
    const entry = await stat(path);
    // Opening a pipe would wait for its writer.
    if (!entry.isFile()) return { kind: "unreadable", reason: "is not a file" };
    if (entry.size > maxFileBytes) return tooLarge;
    return decode(await readUpTo(path, entry.size + 1));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    return { kind: "unreadable", reason: `cannot be read: ${messageOf(error)}` };
  }
}

/** A file that grows meanwhile is cut; the next look sees the rest. */
async function readUpTo(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const bytes = Buffer.alloc(maxBytes);
    let length = 0;
    let read = 0;
    do {
      read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
      length += read;
    } while (read > 0 && length < bytes.length);
    return bytes.subarray(0, length);
  } finally {
    await file.close();
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
