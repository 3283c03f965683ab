import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Signals } from "../../src/ports/signals.ts";

/** How long a signal may take to arrive. */
const soonMs = 2000;

/** What every way of signalling promises. `open` opens the signals of one more replica; `reaches` says if they share. */
export function signalsContract(open: () => Promise<Signals>, { acrossReplicas }: { acrossReplicas: boolean }): void {
  let here: Signals;
  let there: Signals;
  beforeAll(async () => {
    here = await open();
    there = acrossReplicas ? await open() : here;
  });
  afterAll(async () => {
    await here.close();
    if (there !== here) await there.close();
  });

  it("calls the listeners of a topic, here and at the other replica", async () => {
    const topic = randomUUID();
    const [mine, theirs, again] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    await here.subscribe(topic, mine);
    await there.subscribe(topic, theirs);
    await there.subscribe(topic, again);
    await here.publish(topic);
    await vi.waitFor(() => {
      for (const listener of [mine, theirs, again]) expect(listener).toHaveBeenCalledTimes(1);
    }, soonMs);
  });

  it("does not call the listeners of another topic, nor one that has stopped", async () => {
    const topic = randomUUID();
    const [other, stopped, last] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    await there.subscribe(randomUUID(), other);
    const stop = await there.subscribe(topic, stopped);
    await there.subscribe(topic, last);
    await stop();
    await stop();
    await here.publish(topic);
    await vi.waitFor(() => expect(last).toHaveBeenCalledTimes(1), soonMs);
    expect(other).not.toHaveBeenCalled();
    expect(stopped).not.toHaveBeenCalled();
  });
}
