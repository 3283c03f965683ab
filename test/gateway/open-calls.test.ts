import { expect, test } from "vitest";
import { createOpenCalls } from "../../src/gateway/open-calls.ts";
import type { OpenCall } from "../../src/gateway/open-calls.ts";
import { Cancellation } from "../../src/lib/cancellation.ts";
import { manualClock } from "./support/manual-clock.ts";

const timeUp = new Error("time is up");
const shutDown = new Error("shut down");

function callUntil(deadline: number): OpenCall {
  const cancellation = new Cancellation();
  return { cancellation, deadline, place: -1, expire: () => cancellation.cancel(timeUp) };
}

test("counts the calls that were added and have not left, in whatever order they leave", () => {
  const calls = createOpenCalls(manualClock());
  const [first, second, third] = [callUntil(1), callUntil(1), callUntil(1)];
  for (const call of [first, second, third]) calls.add(call);
  calls.remove(first);
  calls.remove(third);
  expect(calls.count()).toBe(1);
  calls.remove(second);
  expect(calls.count()).toBe(0);
});

test("a call that has left already takes nobody with it when it leaves again", () => {
  const calls = createOpenCalls(manualClock());
  const [gone, stays] = [callUntil(1), callUntil(1)];
  calls.add(gone);
  calls.add(stays);
  calls.remove(gone);
  calls.remove(gone);
  calls.remove(callUntil(1));
  expect(calls.count()).toBe(1);
});

test("cancels the calls whose time is up, all of them and no other, though each leaves as it is cancelled", () => {
  const clock = manualClock();
  const calls = createOpenCalls(clock);
  const all = [100, 900, 100, 100, 900].map((deadline) => callUntil(deadline));
  for (const call of all) {
    calls.add(call);
    call.cancellation.onCancel(() => calls.remove(call));
  }
  clock.pass(250);
  expect(all.map(({ cancellation }) => cancellation.reason)).toEqual([timeUp, undefined, timeUp, timeUp, undefined]);
  expect(calls.count()).toBe(2);
});

test("is drained when the last call has left", async () => {
  const calls = createOpenCalls(manualClock());
  const call = callUntil(60_000);
  calls.add(call);
  let isDrained = false;
  const drained = calls.drained(10_000, shutDown).then(() => (isDrained = true));
  await Promise.resolve();
  expect(isDrained).toBe(false);
  calls.remove(call);
  await drained;
  expect(call.cancellation.reason).toBeUndefined();
});

test("cancels every call that is left when the patience of a shutdown ends", async () => {
  const clock = manualClock();
  const calls = createOpenCalls(clock);
  const all = [callUntil(60_000), callUntil(60_000), callUntil(60_000)];
  for (const call of all) {
    calls.add(call);
    call.cancellation.onCancel(() => calls.remove(call));
  }
  const drained = calls.drained(10_000, shutDown);
  clock.pass(10_000);
  await drained;
  expect(all.map(({ cancellation }) => cancellation.reason)).toEqual([shutDown, shutDown, shutDown]);
  expect(calls.count()).toBe(0);
});
