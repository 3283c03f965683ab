import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readPriceSource } from "../../../src/adapters/node/read-price-source.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-prices-"));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

describe("a file", () => {
  test("is read as far as the bound", async () => {
    const path = join(folder, "prices.json");
    await writeFile(path, "12345");
    expect(await readPriceSource(path, 5)).toBe("12345");
    await expect(readPriceSource(path, 4)).rejects.toThrow("it is larger than 4 bytes");
  });

  test("that does not exist is named", async () => {
    await expect(readPriceSource(join(folder, "none"), 5)).rejects.toMatchObject({
      code: "request-invalid",
      message: expect.stringContaining(join(folder, "none")),
    });
  });

  test("without an end is not read to its end", async () => {
    await expect(readPriceSource("/dev/zero", 1_000)).rejects.toThrow("it is larger than 1000 bytes");
  });
});

describe("an address", () => {
  test("must be https", async () => {
    await expect(readPriceSource("http://example.com/data.json", 5)).rejects.toThrow("use https or a file");
  });

  test("is fetched without following redirects, and read as far as the bound", async () => {
    const asked: unknown[] = [];
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      asked.push(url, init.redirect);
      return new Response("12345");
    });
    expect(await readPriceSource("https://example.com/data.json", 5)).toBe("12345");
    expect(asked).toEqual(["https://example.com/data.json", "error"]);
    await expect(readPriceSource("https://example.com/data.json", 4)).rejects.toThrow("it is larger than 4 bytes");
  });

  test("that answers with an error is not taken for prices", async () => {
    vi.stubGlobal("fetch", async () => new Response("no", { status: 404 }));
    await expect(readPriceSource("https://example.com/data.json", 5)).rejects.toThrow("the server answered 404");
  });

  test("that cannot be reached suggests a file", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("fetch failed");
    });
    await expect(readPriceSource("https://example.com/data.json", 5)).rejects.toThrow("give a file");
  });
});
