import { expect, it } from "vitest";
import { HoldfastError } from "../../src/errors.ts";
import { sayingWhatServes } from "../../src/http/saying-what-serves.ts";
import { buildRelease } from "../support/registry-builder.ts";

const serving = { route: () => buildRelease({ route: "support", number: 8, content: { target: "openai/gpt-5" } }) };
const away = () => Promise.reject(new HoldfastError("store-unavailable", { message: "Try again shortly." }));

it("tells whoever cannot roll back what goes on serving", async () => {
  const rollback = sayingWhatServes("support", serving, away);
  await expect(rollback).rejects.toMatchObject({ code: "store-unavailable" });
  await expect(rollback).rejects.toThrow("Nothing was changed. This replica goes on serving support@8 (openai/gpt-5)");
});

it("leaves every other failure, and a route that nobody knows, as they are", async () => {
  await expect(sayingWhatServes("support", { route: () => undefined }, away)).rejects.toThrow("Try again shortly.");
  const missing = () => Promise.reject(new HoldfastError("not-found"));
  await expect(sayingWhatServes("support", serving, missing)).rejects.toMatchObject({ code: "not-found" });
  expect(await sayingWhatServes("support", serving, () => Promise.resolve(7))).toBe(7);
});
