/**
 * Who may import whom inside `src/`, as one table. `.oxlintrc.json` is written from it (`node tools/write-lint-config.ts`)
 * and `test/repo/imports.test.ts` checks every file against it.
 */

/** `yes`: values and types. `types`: `import type` only. A room that is not named may not be imported at all. */
export type Allowance = "yes" | "types";

/** A room's row: the rooms it may import besides itself. */
export type ImportRow = Readonly<Partial<Record<Room, Allowance>>>;

export const rooms = [
  "lib",
  "errors",
  "ports",
  "dialects",
  "providers",
  "prompts",
  "guards",
  "evals",
  "rollouts",
  "ledger",
  "access",
  "config",
  "gateway",
  "adapters",
  "http",
  "dashboard",
  "cli",
  "entry",
] as const;
export type Room = (typeof rooms)[number];

const ground = { lib: "yes", errors: "yes", ports: "yes" } as const satisfies ImportRow;
const domain = { ...ground, dialects: "types", config: "types" } as const satisfies ImportRow;
const door = {
  ...ground,
  dialects: "types",
  providers: "types",
  prompts: "yes",
  guards: "types",
  evals: "yes",
  rollouts: "yes",
  ledger: "yes",
  access: "yes",
  config: "yes",
  gateway: "yes",
} as const satisfies ImportRow;

/** Every room may import itself; `entry` may import everything. */
export const importTable: Readonly<Record<Exclude<Room, "entry">, ImportRow>> = {
  // Errors and the neutral message types are the ground floor: both are free of any room's business.
  lib: { errors: "yes", ports: "types" },
  errors: { lib: "yes" },
  ports: {
    lib: "types",
    errors: "types",
    dialects: "types",
    prompts: "types",
    evals: "types",
    rollouts: "types",
    ledger: "types",
    access: "types",
  },
  // A prompt is rendered in its own room and written into a body in the dialect's.
  dialects: { ...ground, prompts: "types", ledger: "types" },
  providers: { ...ground, dialects: "types", config: "types" },
  // Prompt files have front matter in YAML, read by the machinery that reads the configuration.
  prompts: { ...domain, config: "yes" },
  guards: domain,
  ledger: domain,
  access: domain,
  evals: { ...ground, dialects: "types", prompts: "types", ledger: "types", config: "types" },
  // A release binds a prompt version, so applying a tree publishes prompts too; and its guard policy, as the configuration chose it.
  rollouts: { ...ground, prompts: "yes", evals: "types", ledger: "types", config: "yes" },
  config: ground,
  gateway: {
    ...ground,
    dialects: "yes",
    providers: "yes",
    prompts: "yes",
    guards: "yes",
    rollouts: "yes",
    ledger: "yes",
    access: "yes",
    config: "types",
  },
  adapters: {
    ...ground,
    prompts: "types",
    evals: "types",
    rollouts: "types",
    ledger: "types",
    access: "types",
    config: "types",
  },
  http: door,
  dashboard: door,
  // The remote client is typed by the very app that answers it.
  // `guards scan` screens in this process.
  cli: { ...door, http: "types", guards: "yes" },
};

/** Folders of `src/` that run on Node only and may import `node:` modules. Everything else also runs on Workers. */
export const nodeFolders = [
  "entry",
  "cli",
  "adapters/node",
  "adapters/pglite",
  "adapters/spool",
  "adapters/tiktoken",
] as const;

/** `node:` modules that workerd offers, for the folder that speaks to it. */
export const workersFolder = "adapters/workers";
export const workersModules = ["node:crypto"] as const;

/** Folders that may use the clock, randomness, `fetch`, `console` and `process`. */
export const impureFolders = ["entry", "cli", "adapters"] as const;

/** Folders that may read `process.env`. */
export const environmentFolders = ["entry"] as const;

/** The one file that calls `JSON.parse`. */
export const jsonParseFile = "lib/parse-json.ts";
