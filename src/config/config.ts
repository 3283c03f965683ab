import type { Milliseconds } from "../lib/parse-duration.ts";
import type { ParsedConfig } from "./schema.ts";

/** Every level read-only; branded numbers stay what they are. */
type Frozen<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Frozen<Item>[]
      : { readonly [Key in keyof T]: Frozen<T[Key]> };

interface ResolvedTimeouts {
  readonly connect: Milliseconds;
  readonly firstByte: Milliseconds;
  readonly idle: Milliseconds;
}

/** Distributes over the kinds, so that `kind` still tells them apart. */
type Resolved<T> = T extends { readonly timeouts: unknown }
  ? Omit<T, "timeouts"> & { readonly timeouts: ResolvedTimeouts }
  : T;

/** One provider; `kind` tells which options there are. Waits are filled in from `limits`. */
export type ProviderConfig = Resolved<Frozen<ParsedConfig["providers"][string]>>;

export type RouteConfig = Frozen<ParsedConfig["routes"][string]>;

/** What a guard policy decides: complete, plain data. */
export type GuardPolicy = Frozen<ParsedConfig["guards"][string]>;

/** The dialect families that have a default provider. */
export type DialectFamily = keyof ParsedConfig["defaults"];

/** Everything that `holdfast.yaml` decides, complete and frozen. Durations are milliseconds, sizes bytes. */
export type Config = Frozen<Omit<ParsedConfig, "providers" | "routes">> & {
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  readonly routes: Readonly<Record<string, RouteConfig>>;
};

/** One thing that is wrong with a configuration, where, and what was probably meant. Holds no secret. */
export interface ConfigProblem {
  /** `routes.support.target`, `prices[0].from`; empty: the whole file. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** Completes the path to a sentence: `must be one of …`. */
  readonly message: string;
  /** `did you mean "openai"?` */
  readonly suggestion?: string;
}

export type LoadedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** A configuration before it is read. */
export interface ConfigSource {
  /** The file's text; undefined: there is no file, which is a valid, empty configuration. */
  readonly text: string | undefined;
  /** Environment variables. Only whether they are set is looked at, never copied. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Steps from the root of the configuration: keys, and positions in lists. */
export type ConfigPath = readonly (string | number)[];

/** A problem before it is known where in the file it stands. */
export interface Finding {
  readonly path: ConfigPath;
  readonly message: string;
  readonly suggestion?: string;
}
