import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Says whether a folder's `.md` files may have changed since: their names, sizes and times, without reading any. A folder
 * that is not there has a mark too.
 */
export function promptFolderMark(folder: string): string {
  const names = listFolder(folder).filter((name) => name.endsWith(".md"));
  return names
    .toSorted()
    .map((name) => {
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      return `${name}:${found?.size}:${found?.mtimeMs}`;
    })
    .join("\n");
}

/** A folder that cannot be read now counts as one more state of it: whoever is told of it says what is wrong. */
function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" });
  } catch (error) {
    return [`${String(error)}.md`];
  }
}
