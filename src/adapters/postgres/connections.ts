import type { Sql } from "postgres";
import { HoldfastError } from "../../errors.ts";
import { makeDriver } from "./make-driver.ts";
import type { Address } from "./make-driver.ts";
import { toStoreError } from "./store-error.ts";

export interface ConnectionOptions extends Address {
  /** The most connections at a time. */
  readonly max?: number;
  /**
   * The server's own bound on one statement. It is sent when a connection opens; some poolers refuse to pass it on,
   * so `undefined` leaves it out.
   */
  readonly statementTimeoutMs?: number | undefined;
}

/** Connections to Postgres through the driver alone. The drainer's thread has nothing else, so that it stays small. */
export interface Connections {
  /**
   * Runs `work`, bounded by `timeoutMs`. Past the bound every connection is closed and opened anew, because a socket
   * that says nothing would otherwise be handed to the next caller. Throws what `toStoreError` makes of a failure.
   */
  run<Result>(name: string, work: (sql: Sql) => Promise<Result>, timeoutMs?: number): Promise<Result>;
  close(): Promise<void>;
}

const defaultMaxConnections = 8;

/** More than connecting and one statement may take together, so that the server's own answer comes first. */
const operationTimeoutMs = 25_000;

/** How long running statements may take to end when the store is closed. */
const closeTimeoutSeconds = 5;

/** Makes the pool of connections; nothing is opened before the first `run`. Throws `config-invalid` for a bad url. */
export function openConnections(options: ConnectionOptions): Connections {
  let sql = connect(options);
  let closed = false;
  const replace = async (broken: Sql): Promise<void> => {
    if (sql === broken && !closed) sql = connect(options);
    await broken.end({ timeout: 0 });
  };
  return {
    async run(name, work, timeoutMs = operationTimeoutMs) {
      if (closed) throw new HoldfastError("store-unavailable", { message: "It was closed.", internal: { name } });
      const used = sql;
      try {
        return await withDeadline(work(used), timeoutMs, () => replace(used));
      } catch (error) {
        throw toStoreError(name, error);
      }
    },
    async close() {
      closed = true;
      await sql.end({ timeout: closeTimeoutSeconds });
    },
  };
}

function connect({ max = defaultMaxConnections, statementTimeoutMs, ...address }: ConnectionOptions): Sql {
  const connection = statementTimeoutMs === undefined ? {} : { statement_timeout: statementTimeoutMs };
  return makeDriver(address, { max, connection });
}

async function withDeadline<Result>(
  work: Promise<Result>,
  timeoutMs: number,
  giveUp: () => Promise<void>,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new HoldfastError("store-unavailable", { message: `It did not answer within ${timeoutMs} ms.` }));
      giveUp().catch(() => undefined);
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, expired]);
  } finally {
    if (timer !== undefined) clearTimeout(timer);
  }
}
