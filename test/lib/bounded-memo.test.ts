import { expect, test } from "vitest";
import { BoundedMemo } from "../../src/lib/bounded-memo.ts";

test("remembers what was set", () => {
  const memo = new BoundedMemo<number>(2);
  memo.set("a", 1);
  expect([memo.get("a"), memo.get("b")]).toEqual([1, undefined]);
});

test("never holds more than twice its capacity", () => {
  const memo = new BoundedMemo<number>(10);
  for (let index = 0; index < 1_000; index += 1) {
    memo.set(String(index), index);
    expect(memo.size).toBeLessThanOrEqual(20);
  }
});

test("keeps what is used while what is not is forgotten", () => {
  const memo = new BoundedMemo<number>(10);
  memo.set("used", 1);
  memo.set("unused", 2);
  for (let index = 0; index < 1_000; index += 1) {
    memo.set(String(index), index);
    expect(memo.get("used")).toBe(1);
  }
  expect(memo.get("unused")).toBeUndefined();
});
