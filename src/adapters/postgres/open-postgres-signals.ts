import type { Signals } from "../../ports/signals.ts";
import { topicListeners } from "../memory/topic-listeners.ts";
import { makeDriver } from "./make-driver.ts";
import type { Address } from "./make-driver.ts";
import { toStoreError } from "./store-error.ts";

export interface PostgresSignalsOptions extends Address {
  /** Told `signals-unavailable` and `signals-restored`. */
  readonly onEvent?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** One channel for all topics, so that one LISTEN hears everything; the migration's triggers notify it too. */
const channel = "holdfast";

const retryMs = 1000;
const closeTimeoutSeconds = 1;

/**
 * Signals by LISTEN and NOTIFY, on one connection of its own. A lost connection is opened again for as long as it
 * takes; then every listener is called once, because nobody knows what was missed. When the database cannot be reached
 * now, this resolves all the same and goes on trying. Throws `config-invalid` for a url that cannot be read.
 */
export async function openPostgresSignals(options: PostgresSignalsOptions): Promise<Signals> {
  const listeners = topicListeners();
  const tell = options.onEvent ?? (() => undefined);
  let closed = false;
  let listening = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  // `onnotify` is how the driver's own `listen` hears; that one gives up for good when it cannot come back at once.
  const driverOptions = {
    max: 1,
    max_lifetime: null,
    onclose: () => {
      if (closed || !listening) return;
      listening = false;
      void restore();
    },
    onnotify: (_channel: string, topic: string) => listeners.notify(topic),
  };
  const sql = makeDriver(options, driverOptions);

  await listen();
  return {
    async publish(topic) {
      try {
        await sql`select pg_notify(${channel}, ${topic})`;
      } catch (error) {
        throw toStoreError("publish a signal", error);
      }
    },
    async subscribe(topic, listener) {
      const stop = listeners.add(topic, listener);
      return async () => stop();
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await sql.end({ timeout: closeTimeoutSeconds });
    },
  };

  async function listen(): Promise<void> {
    try {
      await sql.unsafe(`listen ${channel}`);
    } catch (error) {
      if (closed) return;
      tell("signals-unavailable", { by: "postgres", reason: error instanceof Error ? error.message : String(error) });
      retry = setTimeout(() => void restore(), retryMs);
      return;
    }
    listening = true;
  }

  async function restore(): Promise<void> {
    await listen();
    if (!listening) return;
    tell("signals-restored", { by: "postgres" });
    listeners.notifyAll();
  }
}
