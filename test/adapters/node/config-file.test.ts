import { appendFile, mkdir, mkdtemp, rename, rm, symlink, truncate, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readConfigFile, watchConfigFile } from "../../../src/adapters/node/config-file.ts";

let folder = "";
let path = "";
let close = (): void => {};
let texts: string[] = [];
let troubles: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "holdfast-config-"));
  path = join(folder, "holdfast.yaml");
  texts = [];
  troubles = [];
});

afterEach(async () => {
  close();
  await rm(folder, { recursive: true, force: true });
});

/** `pollMs` of an hour: what is then noticed was noticed by the watch alone. */
function start(options: { readonly known?: string; readonly pollMs?: number; readonly at?: string } = {}): void {
  close = watchConfigFile(
    options.at ?? path,
    (text, trouble) => (text === undefined ? troubles.push(String(trouble)) : texts.push(text)),
    { known: options.known, settleMs: 20, pollMs: options.pollMs ?? 3_600_000 },
  );
}

const soon = { timeout: 10_000, interval: 10 };
/** Several settling times: enough for something wrong to show. */
const aWhile = 400;

describe("watchConfigFile", () => {
  it("tells of an edit in place, once", async () => {
    await writeFile(path, "auth: keys\n");
    start({ known: "auth: keys\n" });
    await sleep(100);
    await writeFile(path, "auth: none\n");
    await vi.waitFor(() => expect(texts).toEqual(["auth: none\n"]), soon);
    await sleep(aWhile);
    expect(texts).toEqual(["auth: none\n"]);
    expect(troubles).toEqual([]);
  });

  it("tells of a file that is renamed over it, as editors do, again and again", async () => {
    await writeFile(path, "a");
    start({ known: "a" });
    for (const text of ["b", "c", "d"]) {
      await writeFile(`${path}.tmp`, text);
      await rename(`${path}.tmp`, path);
      await vi.waitFor(() => expect(texts.at(-1)).toBe(text), soon);
    }
    expect(texts).toEqual(["b", "c", "d"]);
  });

  it("tells of a file behind a symbolic link that is swapped, as Kubernetes does", async () => {
    for (const version of ["one", "two"]) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, "holdfast.yaml"), version);
    }
    await symlink("one", join(folder, "..data"));
    await symlink("..data/holdfast.yaml", path);
    start({ known: "one" });
    await symlink("two", join(folder, "..data_tmp"));
    await rename(join(folder, "..data_tmp"), join(folder, "..data"));
    await vi.waitFor(() => expect(texts).toEqual(["two"]), soon);
  });

  it("tells of a file that appears later, in a folder that appears later", async () => {
    const later = join(folder, "etc", "holdfast.yaml");
    start({ at: later, pollMs: 50 });
    await sleep(aWhile);
    await mkdir(join(folder, "etc"));
    await writeFile(later, "auth: keys\n");
    await vi.waitFor(() => expect(texts).toEqual(["auth: keys\n"]), soon);
    expect(troubles).toEqual([]);
  });

  it("says once that the file is gone, keeps quiet, and takes it up when it returns", async () => {
    await writeFile(path, "a");
    start({ known: "a", pollMs: 50 });
    await unlink(path);
    await vi.waitFor(
      () => expect(troubles).toEqual(["holdfast.yaml is gone; the configuration stays as it was."]),
      soon,
    );
    await sleep(aWhile);
    expect(troubles).toHaveLength(1);
    await writeFile(path, "b");
    await vi.waitFor(() => expect(texts).toEqual(["b"]), soon);
    await unlink(path);
    await vi.waitFor(() => expect(troubles).toHaveLength(2), soon);
  });

  it("never takes an emptied file for an empty configuration", async () => {
    await writeFile(path, "auth: keys\n");
    start({ known: "auth: keys\n" });
    await truncate(path);
    await vi.waitFor(
      () => expect(troubles).toEqual(["holdfast.yaml is empty; the configuration stays as it was."]),
      soon,
    );
    expect(texts).toEqual([]);
  });

  it("waits until a file that is written in pieces is whole", async () => {
    await writeFile(path, "start");
    start({ known: "start" });
    await sleep(100);
    await writeFile(path, "");
    // Pieces follow each other faster than the file is thought to have settled.
    for (let piece = 0; piece < 20; piece += 1) {
      await appendFile(path, `line ${piece}\n`);
      await sleep(5);
    }
    await vi.waitFor(() => expect(texts.at(-1)).toMatch(/line 19\n$/), soon);
  });

  it("refuses what is too large or not text, and says so", async () => {
    start({ known: "a", pollMs: 50 });
    await writeFile(path, "x".repeat(1024 * 1024 + 1));
    await vi.waitFor(() => expect(troubles.at(-1)).toContain("is larger than 1024 KiB"), soon);
    await writeFile(path, new Uint8Array([0xff, 0xfe, 0x00]));
    await vi.waitFor(() => expect(troubles.at(-1)).toContain("is not UTF-8 text"), soon);
    expect(texts).toEqual([]);
  });

  it("notices by polling alone what no watch tells of", async () => {
    await mkdir(join(folder, "elsewhere"));
    await writeFile(join(folder, "elsewhere", "real.yaml"), "a");
    await symlink("elsewhere/real.yaml", path);
    start({ known: "a", pollMs: 50 });
    await writeFile(join(folder, "elsewhere", "real.yaml"), "b");
    await vi.waitFor(() => expect(texts).toEqual(["b"]), soon);
  });

  it("goes on after a listener that throws", async () => {
    await writeFile(path, "a");
    let seen = "";
    close = watchConfigFile(
      path,
      (text, trouble) => {
        if (text === "bad") throw new Error("no such provider");
        if (text === undefined) troubles.push(String(trouble));
        else seen = text;
      },
      { known: "a", settleMs: 20, pollMs: 50 },
    );
    await writeFile(path, "bad");
    await vi.waitFor(() => expect(troubles.join()).toContain("could not be taken: no such provider"), soon);
    await writeFile(path, "good");
    await vi.waitFor(() => expect(seen).toBe("good"), soon);
  });

  it("tells nothing more once it is closed, even of a change under way", async () => {
    await writeFile(path, "a");
    start({ known: "a", pollMs: 50 });
    await writeFile(path, "b");
    close();
    await sleep(aWhile);
    await writeFile(path, "c");
    await sleep(aWhile);
    expect(texts).toEqual([]);
    expect(troubles).toEqual([]);
  });
});

describe("readConfigFile", () => {
  it("reads the text, without its byte order mark", async () => {
    await writeFile(path, "\ufeffauth: keys\n");
    expect(readConfigFile(path, true)).toBe("auth: keys\n");
  });

  it("is undefined without a file, unless somebody named it", () => {
    expect(readConfigFile(path, false)).toBeUndefined();
    expect(() => readConfigFile(path, true)).toThrow(
      expect.objectContaining({ code: "config-invalid", message: expect.stringContaining("holdfast init") }),
    );
  });

  it("refuses a folder and a file that is too large, named or not", async () => {
    expect(() => readConfigFile(folder, false)).toThrow(/is not a file/);
    await writeFile(path, "x".repeat(1024 * 1024 + 1));
    expect(() => readConfigFile(path, false)).toThrow(/is larger than 1024 KiB/);
  });
});
