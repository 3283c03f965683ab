import { expect, it } from "vitest";
import { poll } from "../../src/lib/poll.ts";

/** Work that ends when the test says so, and the faults that somebody heard of. */
function pollBroken() {
  const faults: unknown[] = [];
  let breakNow = (): void => {};
  const clock = { after: () => () => undefined };
  const polling = poll({ everyMs: 1_000, clock, onFault: (error) => faults.push(error) }, () => {
    return new Promise((_resolve, reject) => {
      breakNow = () => reject(new Error("it is closed"));
    });
  });
  return { polling, faults, breakNow: () => breakNow() };
}

it("hands a failure to whoever keeps it up", async () => {
  const { polling, faults, breakNow } = pollBroken();
  const run = polling.now();
  await Promise.resolve();
  breakNow();
  await run;
  expect(faults).toEqual([new Error("it is closed")]);
});

it("tells nobody of what breaks after the stop", async () => {
  const { polling, faults, breakNow } = pollBroken();
  void polling.now();
  await Promise.resolve();
  const stopped = polling.stop();
  breakNow();
  await stopped;
  expect(faults).toEqual([]);
});
