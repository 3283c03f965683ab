import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { buildWorker } from "../support/build-worker.ts";

/** Of a Worker, on the plan that costs nothing; what is paid for takes ten. */
const maxPackedBytes = 3 * 1024 * 1024;
/** What workerd itself has with `nodejs_compat`, and this gateway needs. */
const ownModules = ["cloudflare:sockets", "node:buffer", "node:crypto", "node:events", "node:stream"];
/** What belongs to Node, is large, or is not needed where Postgres is. */
const unwanted = ["undici", "@electric-sql/pglite", "tiktoken", "ioredis", "commander", "@hono/node-server", "unenv"];

interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly imports: readonly { readonly path: string; readonly external?: boolean }[] }>
  >;
  readonly inputs: Readonly<Record<string, unknown>>;
}

describe("the Worker's bundle", () => {
  let folder: string;
  let code: Buffer;
  let meta: Metafile;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "holdfast-bundle-"));
    const built = await buildWorker(folder);
    code = await readFile(join(built.folder, "worker.js"));
    meta = JSON.parse(await readFile(join(built.folder, "bundle-meta.json"), "utf8"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("imports no module that workerd lacks", () => {
    const imports = Object.values(meta.outputs).flatMap((output) => output.imports);
    const outside = imports.filter(({ external }) => external === true).map(({ path }) => path);
    expect([...new Set(outside)].toSorted()).toEqual(ownModules);
    expect(code.toString()).not.toMatch(/\brequire\(["'](?:node:)?\w+["']\)/);
  });

  it("holds nothing of what only Node uses", () => {
    const inputs = Object.keys(meta.inputs);
    expect(inputs.length).toBeGreaterThan(100);
    expect(inputs.filter((path) => unwanted.some((name) => path.includes(`node_modules/${name}/`)))).toEqual([]);
    expect(inputs.filter((path) => /src\/adapters\/(?:pglite|spool|redis|tiktoken)\//.test(path))).toEqual([]);
  });

  it("fits the smallest size limit with room to spare", () => {
    expect(gzipSync(code).byteLength).toBeLessThan(maxPackedBytes / 2);
  });
});
