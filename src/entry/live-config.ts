import { watchConfigFile } from "../adapters/node/config-file.ts";
import type { Config } from "../config/config.ts";
import { buildSnapshot } from "./build-snapshot.ts";
import type { SnapshotParts } from "./build-snapshot.ts";
import type { Snapshot } from "../gateway/snapshot.ts";
import type { Log } from "../ports/log.ts";
import { readConfig } from "./read-config.ts";

export { readConfig } from "./read-config.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface LiveConfigOptions {
  readonly path: string;
  readonly env: Env;
  readonly parts: SnapshotParts;
  readonly log: Log;
  /** Told of every configuration that was taken. */
  readonly onTaken?: (config: Config) => void;
}

/** Keys that are read once, at the start: a change of them is taken when the gateway starts again. */
const readAtStart = ["server", "storage"] as const;

/**
 * The configuration in force. A changed file is read, checked and built completely, then swapped in at once; a bad one is
 * refused whole, with all its problems in the log, and the old one stays. Calls under way keep what they started with.
 */
export class LiveConfig {
  readonly #options: LiveConfigOptions;
  #config: Config;
  #snapshot: Snapshot;
  #close: () => void = () => {};

  constructor(config: Config, options: LiveConfigOptions) {
    this.#options = options;
    this.#config = config;
    this.#snapshot = buildSnapshot(config, options.parts);
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  watch(): void {
    this.#close = watchConfigFile(this.#options.path, (text, trouble) => this.take(text, trouble));
  }

  close(): void {
    this.#close();
  }

  /** Takes the file's new text; undefined: there is none to take, for the reason in `trouble`, and the old one stays. */
  take(text: string | undefined, trouble?: string): void {
    const { path, env, parts, log } = this.#options;
    if (text === undefined) {
      log.warn("config-file-unusable", { path, reason: trouble, inForce: this.#snapshot.hash });
      return;
    }
    try {
      const config = readConfig(text, path, env);
      const snapshot = buildSnapshot(config, parts);
      if (snapshot.hash === this.#snapshot.hash) return;
      const waiting = readAtStart.filter((key) => JSON.stringify(config[key]) !== JSON.stringify(this.#config[key]));
      this.#config = config;
      this.#snapshot = snapshot;
      log.info("config-taken", { path, hash: snapshot.hash, ...(waiting.length > 0 ? { afterRestart: waiting } : {}) });
      this.#options.onTaken?.(config);
    } catch (error) {
      log.error("config-refused", { path, inForce: this.#snapshot.hash, error });
    }
  }
}
