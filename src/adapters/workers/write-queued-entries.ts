import type { Log } from "../../ports/log.ts";
import type { CallStore } from "../../ports/store.ts";
import type { QueuedEntry } from "./queued-entry.ts";

/** The first wait after an outage; it doubles with each try of a message, up to the last. */
const firstDelaySeconds = 5;
const maxDelaySeconds = 300;
const maxDoublings = 10;

/** As much of a queue's message as is used. */
export interface QueuedMessage {
  readonly body: QueuedEntry;
  /** How often it was delivered, this time included. */
  readonly attempts: number;
  ack(): void;
  retry(options: { readonly delaySeconds: number }): void;
}

export interface WriteParts {
  readonly calls: Pick<CallStore, "insertEncoded">;
  readonly isDataError: (error: unknown) => boolean;
  readonly log: Log;
}

/**
 * Writes a batch of queued entries in one statement; a row that is there already is left alone, so a message that is
 * delivered twice does no harm. An outage sends the whole batch back. A batch that the database refuses is halved until
 * the one bad row is alone: that message goes back too, and the queue hands it to its dead-letter queue in the end.
 */
export async function writeQueuedEntries(messages: readonly QueuedMessage[], parts: WriteParts): Promise<void> {
  const [first] = messages;
  if (first === undefined) return;
  try {
    await parts.calls.insertEncoded(
      messages.map(({ body }) => JSON.stringify(body.call)),
      messages.flatMap(({ body }) => (body.bodies === undefined ? [] : [JSON.stringify(body.bodies)])),
    );
  } catch (error) {
    if (!parts.isDataError(error)) {
      parts.log.warn("queue-waits", { messages: messages.length, error });
      for (const message of messages) message.retry({ delaySeconds: delayOf(message) });
      return;
    }
    if (messages.length > 1) {
      const middle = Math.ceil(messages.length / 2);
      await writeQueuedEntries(messages.slice(0, middle), parts);
      await writeQueuedEntries(messages.slice(middle), parts);
      return;
    }
    parts.log.error("row-refused", { call: first.body.call.id, attempts: first.attempts, error });
    first.retry({ delaySeconds: delayOf(first) });
    return;
  }
  for (const message of messages) message.ack();
}

function delayOf({ attempts }: QueuedMessage): number {
  return Math.min(maxDelaySeconds, firstDelaySeconds * 2 ** Math.min(attempts - 1, maxDoublings));
}
