import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readPromptFiles } from "../../../src/adapters/node/read-prompt-files.ts";
import { watchPromptFolder } from "../../../src/adapters/node/watch-prompt-folder.ts";

describe("a prompts folder", () => {
  let folder: string;
  let parent: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "holdfast-prompts-"));
    folder = join(parent, "prompts");
  });
  afterEach(() => rm(parent, { recursive: true }));

  it("that is not there has no files", () => {
    expect(readPromptFiles(folder)).toEqual([]);
  });

  it("is read with the folders in it, files of other kinds left out, in the order of their names", async () => {
    await mkdir(join(folder, "partials"), { recursive: true });
    await writeFile(join(folder, "b.md"), "b");
    await writeFile(join(folder, "a.md"), "ä");
    await writeFile(join(folder, "partials", "tone.md"), "tone");
    await writeFile(join(folder, "a.md~"), "left by an editor");
    expect(readPromptFiles(folder)).toEqual([
      { path: "prompts/a.md", text: "ä" },
      { path: "prompts/b.md", text: "b" },
      { path: "prompts/partials/tone.md", text: "tone" },
    ]);
  });

  it("whose file cannot be read is refused by that file's name", async () => {
    await mkdir(join(folder, "a.md"), { recursive: true });
    expect(() => readPromptFiles(folder)).toThrow(/a\.md cannot be read/);
  });

  it("tells of changed, new and removed files, once for what is written together, and of a folder that appears", async () => {
    let told = 0;
    const close = watchPromptFolder(folder, () => (told += 1));
    try {
      await mkdir(folder);
      await writeFile(join(folder, "a.md"), "one");
      await writeFile(join(folder, "b.md"), "one");
      await expect.poll(() => told, { timeout: 10_000 }).toBe(1);
      await writeFile(join(folder, "a.md"), "longer");
      await expect.poll(() => told, { timeout: 10_000 }).toBe(2);
      await rm(join(folder, "b.md"));
      await expect.poll(() => told, { timeout: 10_000 }).toBe(3);
    } finally {
      close();
    }
    await writeFile(join(folder, "a.md"), "after the end of watching");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(told).toBe(3);
  });
});
