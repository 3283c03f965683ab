import { expect, it } from "vitest";
import { retryOutrun } from "../../src/lib/retry-outrun.ts";

it("tries again for as long as somebody else was faster", async () => {
  let tries = 0;
  const result = await retryOutrun(async () => {
    tries += 1;
    return await Promise.resolve(tries === 5 ? "done" : undefined);
  });
  expect([result, tries]).toEqual(["done", 5]);
});

it("gives up, with an error that says to try later", async () => {
  await expect(retryOutrun(() => Promise.resolve(undefined))).rejects.toMatchObject({ code: "registry-busy" });
});

it("does not try again after a failure", async () => {
  let tries = 0;
  const failing = retryOutrun(() => {
    tries += 1;
    return Promise.reject(new Error("broken"));
  });
  await expect(failing).rejects.toThrow("broken");
  expect(tries).toBe(1);
});
