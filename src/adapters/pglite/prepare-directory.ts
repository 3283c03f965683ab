import { existsSync } from "node:fs";
import { mkdir, open, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Written into the database's directory when it is complete; Postgres leaves files it does not know alone. */
const completeMarker = "holdfast-complete";

/** Flushes that wait together share the disk's journal. */
const flushesAtOnce = 64;

export interface PreparedDirectory {
  readonly isNew: boolean;
  /** Where a half-made database was moved to. */
  readonly setAside: string | undefined;
}

/**
 * Makes room for a database. One whose making was interrupted (killed during its first start) cannot be opened and
 * holds nothing: it is moved aside, never deleted.
 */
export async function prepareDirectory(directory: string): Promise<PreparedDirectory> {
  if (existsSync(join(directory, completeMarker))) return { isNew: false, setAside: undefined };
  const isHalfMade = existsSync(directory) && (await readdir(directory)).length > 0;
  const setAside = isHalfMade ? `${directory}-incomplete-${Date.now()}` : undefined;
  if (setAside !== undefined) await rename(directory, setAside);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  return { isNew: true, setAside };
}

/** Flushes a new database to the disk (its maker does not) and marks it complete. */
export async function markComplete(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (let at = 0; at < files.length; at += flushesAtOnce) {
    await Promise.all(files.slice(at, at + flushesAtOnce).map((path) => flush(path)));
  }
  await writeFile(join(directory, completeMarker), "", { flush: true });
  await flush(directory);
}

async function flush(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
