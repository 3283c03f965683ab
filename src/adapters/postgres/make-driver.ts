import postgres from "postgres";
import type { Options, PostgresType, Sql } from "postgres";
import { HoldfastError } from "../../errors.ts";

export interface Address {
  /** `postgres://user:password@host:port/database`. Never shown in an error or a log. */
  readonly url: string;
  /** A unix socket to use in place of the url's host and port. */
  readonly socketPath?: string;
  readonly connectTimeoutMs?: number;
}

const defaultConnectTimeoutMs = 5000;

/** How long a lost connection waits before it is opened again. Short: the next call is already waiting for it. */
const reconnectSeconds = 0.25;

/** The driver, configured as all connections are; nothing is opened yet. Throws `config-invalid` for a bad url. */
export function makeDriver(address: Address, options: Options<Record<string, PostgresType>>): Sql {
  try {
    return postgres(address.url, {
      ...(address.socketPath === undefined ? {} : { path: address.socketPath }),
      connect_timeout: (address.connectTimeoutMs ?? defaultConnectTimeoutMs) / 1000,
      backoff: () => reconnectSeconds,
      fetch_types: false,
      onnotice: () => undefined,
      ...options,
      connection: { application_name: "holdfast", ...options.connection },
    });
  } catch {
    // The thrown error holds the url, and the url holds the password: neither it nor its cause may go on.
    throw new HoldfastError("config-invalid", {
      message: "The database url cannot be read; it looks like postgres://user:password@host:5432/database.",
    });
  }
}
