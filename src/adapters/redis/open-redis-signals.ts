import { Redis } from "ioredis";
import { HoldfastError } from "../../errors.ts";
import type { Signals } from "../../ports/signals.ts";
import { topicListeners } from "../memory/topic-listeners.ts";

export interface RedisSignalsOptions {
  /** `redis://user:password@host:6379` or `rediss://…`. Never shown in an error or a log. */
  readonly url: string;
  readonly connectTimeoutMs?: number;
  /** Told `signals-unavailable` and `signals-restored`. */
  readonly onEvent?: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** One channel for all topics; the name keeps Holdfast apart from others in the same Redis. */
const channel = "holdfast:signals";

const defaultConnectTimeoutMs = 3000;
const commandTimeoutMs = 2000;
const reconnectMs = 500;

/**
 * Signals by Redis publish and subscribe, on a connection each. A lost subscription comes back by itself, for as long as
 * it takes; then every listener is called once, because nobody knows what was missed. When Redis cannot be reached now,
 * this resolves all the same and goes on trying. Throws `config-invalid` for a url that cannot be read.
 */
export async function openRedisSignals(options: RedisSignalsOptions): Promise<Signals> {
  const listeners = topicListeners();
  const tell = options.onEvent ?? (() => undefined);
  const subscriber = makeClient(options);
  const publisher = makeClient(options);
  let wasReady = false;
  let isTold = false;
  subscriber.on("message", (_channel: string, topic: string) => listeners.notify(topic));
  const subscribed = new Promise<void>((resolve) => {
    subscriber.on("ready", () => {
      subscriber.subscribe(channel).then(
        () => {
          if (wasReady || isTold) listeners.notifyAll();
          if (isTold) tell("signals-restored", { by: "redis" });
          wasReady = true;
          isTold = false;
          resolve();
        },
        // The connection went again; the next `ready` subscribes.
        () => undefined,
      );
    });
    subscriber.on("error", (error: Error) => {
      if (!isTold) tell("signals-unavailable", { by: "redis", reason: error.message });
      isTold = true;
      resolve();
    });
  });
  // What goes wrong with publishing is told to whoever publishes.
  publisher.on("error", () => undefined);
  subscriber.connect().catch(() => undefined);
  publisher.connect().catch(() => undefined);
  await subscribed;

  return {
    async publish(topic) {
      try {
        await publisher.publish(channel, topic);
      } catch (cause) {
        throw new HoldfastError("store-unavailable", { message: "Redis took no signal.", internal: { topic }, cause });
      }
    },
    async subscribe(topic, listener) {
      const stop = listeners.add(topic, listener);
      return async () => stop();
    },
    async close() {
      subscriber.disconnect();
      publisher.disconnect();
    },
  };
}

function makeClient({ url, connectTimeoutMs = defaultConnectTimeoutMs }: RedisSignalsOptions): Redis {
  if (!URL.canParse(url)) {
    throw new HoldfastError("config-invalid", {
      message: "The Redis url cannot be read; it looks like redis://user:password@host:6379.",
    });
  }
  return new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    maxRetriesPerRequest: 1,
    autoResubscribe: false,
    retryStrategy: () => reconnectMs,
  });
}
