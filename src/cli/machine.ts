import type { KeyHasher } from "../access/hash-key.ts";
import type { Pricing } from "../gateway/settling/pricing-of.ts";
import type { PriceBook } from "../ledger/price-book.ts";
import type { RefreshingParts } from "../ledger/refresh-prices.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { SecretRef } from "../ports/secrets.ts";
import type { Store } from "../ports/store.ts";
import type { TreeSource } from "../rollouts/tree-source.ts";
import type { PromptFile } from "../prompts/prompt-file.ts";
import type { Terminal } from "./terminal.ts";

/** Where a command looks for things, as its options say. */
export interface Place {
  /** `--config`; undefined: `holdfast.yaml` in the working directory, if there is one. */
  readonly configPath: string | undefined;
  /** `--data-dir`; undefined: what the configuration says. */
  readonly dataDir: string | undefined;
}

export interface ConfigText {
  /** The file's path, as it is shown. */
  readonly path: string;
  /** Undefined: there is no file, and nobody named one. */
  readonly text: string | undefined;
}

/** The store of this machine, opened, with what the verbs need besides. */
export interface LocalParts {
  readonly store: Store;
  /** Who runs the command: the operating system's user. */
  readonly actor: string;
  readonly ids: Ids;
  readonly hasher: KeyHasher;
  readonly prices: PriceBook;
  readonly pricing: Pricing;
  /** Names of the guard policies of the configuration. */
  readonly guardPolicies: readonly string[];
  readonly check: RefreshingParts["check"];
  /** Where the ledger is, for people; no secret in it. */
  readonly description: string;
  /** The version of the database's schema. */
  readonly schemaVersion: number;
  close(): Promise<void>;
}

export interface GatewayStart extends Place {
  readonly port: number | undefined;
  readonly host: string | undefined;
  /** Applies the working tree also to a database that others share. */
  readonly apply: boolean;
}

export interface StartedGateway {
  readonly url: string;
  readonly firstStart: { readonly adminToken: string; readonly apiKey: string } | undefined;
  readonly keyCount: number;
  readonly providers: readonly string[];
  readonly storage: string;
  drain(): Promise<void>;
}

export interface SpoolBacklog {
  readonly pendingBytes: number;
  readonly rejectedBytes: number;
  /** A gateway that runs now writes there. */
  readonly inUse: boolean;
}

/** What only the entry can give: adapters, the environment, the process. */
export interface Machine {
  readonly version: string;
  /** How this program is called here: `holdfast`, or the path of the entry in a checkout. */
  readonly invocation: string;
  readonly workingDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly clock: Clock;
  startGateway(start: GatewayStart): Promise<StartedGateway>;
  /** Opens the store; refuses with `store-unavailable` when there is none and `mayCreate` is false. */
  openLocal(place: Place, mayCreate: boolean): Promise<LocalParts>;
  /** Throws `config-invalid` when a file was named and cannot be read. */
  readConfigText(configPath: string | undefined): ConfigText;
  /** The configuration's routes and the prompt files beside it. Throws `config-invalid`. */
  readTree(configPath: string | undefined): Promise<TreeSource>;
  hasSecret(ref: SecretRef): boolean;
  readPriceSource(from: string): Promise<string>;
  /** The prompt files of a folder, its partials too; none when there is no such folder. Throws `config-invalid`. */
  readPromptFiles(folder: string): Promise<readonly PromptFile[]>;
  spoolBacklog(dataDir: string): Promise<SpoolBacklog>;
  /** Calls the listener for each SIGINT and SIGTERM until the returned function is called. */
  onStopSignal(listener: () => void): () => void;
  /** Ends the process without further ado. */
  exitNow(code: number): void;
}
