import { watch, type FSWatcher } from "node:fs";
import { promptFolderMark } from "./prompt-folder-mark.ts";

/** Editors and `git checkout` write many files one after the other. */
const settleMs = 150;
/** Network file systems give no sign, and a folder may appear later. */
const pollMs = 2_000;

/** Tells of changes in a folder, once it has come to rest. Keeps no process alive. */
export function watchPromptFolder(folder: string, onChange: () => void): () => void {
  let known = promptFolderMark(folder);
  let settling: ReturnType<typeof setTimeout> | undefined;
  let watcher: FSWatcher | undefined;
  const poll = setInterval(look, pollMs);
  poll.unref();
  look();
  return function close(): void {
    clearInterval(poll);
    clearTimeout(settling);
    watcher?.close();
  };

  function look(): void {
    watcher ??= watchFolder(folder, look, () => (watcher = undefined));
    if (settling !== undefined) return;
    const before = promptFolderMark(folder);
    if (before === known) return;
    settling = setTimeout(() => {
      settling = undefined;
      // Still being written: the next look waits again.
      if (promptFolderMark(folder) !== before) return look();
      known = before;
      return onChange();
    }, settleMs);
    settling.unref();
  }
}

function watchFolder(folder: string, onSign: () => void, onEnd: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false, recursive: true }, onSign);
    watcher.on("error", () => {
      watcher.close();
      onEnd();
    });
    return watcher;
  } catch {
    // It is not there yet, or no watch is left: polling goes on and tries again.
    return undefined;
  }
}
