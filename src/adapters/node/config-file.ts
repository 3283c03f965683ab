import { watch, type FSWatcher } from "node:fs";
import { basename, dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readConfigContent, type ConfigFileContent } from "./read-config-file.ts";

export { readConfigFile } from "./read-config-file.ts";

/**
 * Gets the file's new, whole text. Undefined: the file cannot be used as it is now (it is gone, empty, too large …) and
 * whoever listens goes on with what it has; `trouble` is then a sentence that says why, told once for each reason.
 */
type ConfigTextListener = (text: string | undefined, trouble: string | undefined) => void;

interface WatchOptions {
  /** The text that the listener has; it is not told again. Undefined: none. */
  readonly known?: string | undefined;
  /** How long to wait after a sign of change, in milliseconds: writers write in pieces. */
  readonly settleMs?: number;
  /** How often to look even without a sign, in milliseconds: network file systems give none. */
  readonly pollMs?: number;
}

const defaultSettleMs = 100;
const defaultPollMs = 2_000;
/** A file that still changes after so many looks is left to the next poll. */
const maxLooks = 20;

/**
 * Tells of every new text at `path`: after edits in place, renames over it (as editors do), swapped symbolic links (as
 * Kubernetes does), and when the file appears at last. A file that is gone or empty is trouble, not an empty
 * configuration: it may be half-written. Keeps no process alive.
 */
export function watchConfigFile(path: string, onText: ConfigTextListener, options: WatchOptions = {}): () => void {
  const settleMs = options.settleMs ?? defaultSettleMs;
  const stop = new AbortController();
  const teller = createTeller(basename(path), onText, options.known);
  let watcher: FSWatcher | undefined;
  let looking = false;
  let lookAgain = false;

  const poll = setInterval(look, options.pollMs ?? defaultPollMs);
  poll.unref();
  look();
  return function close(): void {
    stop.abort();
    clearInterval(poll);
    watcher?.close();
  };

  /** One look at a time; signs that come meanwhile lead to one more, so a busy folder costs little. */
  function look(): void {
    watcher ??= watchFolder(dirname(path), look, () => (watcher = undefined));
    lookAgain = looking;
    if (looking) return;
    looking = true;
    void lookOnce().finally(() => {
      looking = false;
      if (lookAgain && !stop.signal.aborted) look();
    });
  }

  async function lookOnce(): Promise<void> {
    try {
      const content = await readSettled(path, { settleMs, isKnown: teller.isKnown, signal: stop.signal });
      if (content !== undefined) teller.tell(content);
    } catch (error) {
      if (!stop.signal.aborted) teller.fault(error);
    }
  }
}

interface Settling {
  readonly settleMs: number;
  readonly isKnown: (content: ConfigFileContent) => boolean;
  readonly signal: AbortSignal;
}

/** Reads until two readings in a row agree; undefined when they never do. Rejects when the signal aborts. */
async function readSettled(
  path: string,
  { settleMs, isKnown, signal }: Settling,
): Promise<ConfigFileContent | undefined> {
  let last: ConfigFileContent | undefined;
  for (let looks = 0; looks < maxLooks; looks += 1) {
    await sleep(settleMs, undefined, { ref: false, signal });
    const next = readConfigContent(path);
    if (isKnown(next) || (last !== undefined && isSame(last, next))) return next;
    last = next;
  }
  return undefined;
}

/** Remembers what the listener was told, and tells it only what is new. */
function createTeller(name: string, onText: ConfigTextListener, first: string | undefined) {
  let known = first;
  let trouble: string | undefined;
  return {
    isKnown: (content: ConfigFileContent): boolean => content.kind === "text" && content.text === known,
    tell(content: ConfigFileContent): void {
      const reason = whyNot(content, known);
      if (reason !== undefined) return report(reason);
      trouble = undefined;
      if (content.kind !== "text" || content.text === known) return undefined;
      known = content.text;
      return onText(content.text, undefined);
    },
    fault(error: unknown): void {
      report(`could not be taken: ${error instanceof Error ? error.message : String(error)}`);
    },
  };

  function report(reason: string): void {
    if (trouble === reason) return;
    trouble = reason;
    onText(undefined, `${name} ${reason}; the configuration stays as it was.`);
  }
}

/** Why a content cannot replace the text that is known; undefined: it can, or there is nothing to replace. */
function whyNot(content: ConfigFileContent, known: string | undefined): string | undefined {
  if (content.kind === "unreadable") return content.reason;
  if (known === undefined) return undefined;
  if (content.kind === "missing") return "is gone";
  return content.text.trim() === "" && known.trim() !== "" ? "is empty" : undefined;
}

/** Signs of change in a folder; undefined when it cannot be watched (it does not exist, or no watch is left). */
function watchFolder(folder: string, onSign: () => void, onEnd: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onSign);
    // The folder was removed or the system's watches ran out: polling goes on and tries again.
    watcher.on("error", () => {
      watcher.close();
      onEnd();
    });
    return watcher;
  } catch {
    return undefined;
  }
}

function isSame(left: ConfigFileContent, right: ConfigFileContent): boolean {
  if (left.kind === "text" && right.kind === "text") return left.text === right.text;
  return left.kind === right.kind;
}
