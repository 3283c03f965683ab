import type { QueuedEntry } from "../adapters/workers/queued-entry.ts";
import { HoldfastError } from "../errors.ts";

/** What `wrangler.toml` and `wrangler secret put` bind. Every other binding that is text may be named as a secret. */
export interface WorkerEnv {
  readonly HYPERDRIVE?: { readonly connectionString: string };
  readonly HOLDFAST_QUEUE?: { send(entry: QueuedEntry): Promise<unknown> };
  /** The text of a `holdfast.yaml`, or the same as a table of `[vars]`. Without it: the database's. */
  readonly HOLDFAST_CONFIG?: unknown;
  readonly [name: string]: unknown;
}

/** Variables and secrets, which Workers bind where Node has environment variables. */
export function textBindings(env: WorkerEnv): Readonly<Record<string, string | undefined>> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (typeof value === "string") texts[name] = value;
  return texts;
}

/** The database's url. Throws `config-invalid` when none is bound: a gateway without a ledger takes no calls. */
export function databaseUrl({ HYPERDRIVE: database }: WorkerEnv): string {
  if (database !== undefined) return database.connectionString;
  throw new HoldfastError("config-invalid", {
    message: "No database is bound as HYPERDRIVE in wrangler.toml; docs/workers.md has the two commands that make one.",
  });
}
