import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { parseCutting } from "../../tools/conformance/cut-answer.ts";
import { isConforming, printReport } from "../../tools/conformance/print-report.ts";
import { runConformance } from "../../tools/conformance/run-conformance.ts";
import type { Conformance, ConformanceOptions } from "../../tools/conformance/run-conformance.ts";
import { startBrokenGateway } from "../support/start-broken-gateway.ts";
import type { Breakage } from "../support/start-broken-gateway.ts";

const folder = fileURLToPath(new URL("../fixtures/corpus", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const everything: ConformanceOptions = {
  folder,
  provider: undefined,
  api: undefined,
  only: undefined,
  limit: 1_000,
  cutting: { kind: "events" },
  lanes: 8,
};

const plainChat = "openai.chat.completions.made01";
const streamedChat = "openai.chat.completions.made03";
const message = "anthropic.messages.made16";

function subjects(found: Conformance): readonly string[] {
  return found.mismatches.map(({ subject, what }) => `${subject}: ${what}`);
}

describe("a gateway that conforms", () => {
  test.each([undefined, "1", "7", "random:64"])("passes on every record, cut %s", async (split) => {
    const cutting = split === undefined ? everything.cutting : parseCutting(split, 3);
    const found = await runConformance({ ...everything, cutting: cutting ?? everything.cutting });
    expect(found.mismatches).toEqual([]);
    expect(isConforming(found)).toBe(true);
    expect(found.rows.reduce((sum, row) => sum + row.passed, 0)).toBe(32);
  });

  test("is sent each record that names a model a second time, by provider/model", async () => {
    const found = await runConformance({ ...everything, only: plainChat });
    expect(found.calls).toBe(2);
  });

  test("is not asked what it has no dialect for, and the report says why", async () => {
    const found = await runConformance({ ...everything, provider: "ollama" });
    expect(found.skipped).toEqual({ "the gateway has no dialect for ollama.chat": 1 });
    expect(printReport(found, 1)).toContain("1 skipped");
  });
});

const sameValueOtherBytes = (body: string): string => JSON.stringify(JSON.parse(body));

const breakages: readonly (readonly [name: string, only: string, breakage: Breakage, noticed: string])[] = [
  ["prints the request again", plainChat, { request: sameValueOtherBytes }, "request: body differ"],
  [
    "changes a byte of the request",
    message,
    { request: (body) => body.replace("hello", "hellO") },
    "request: body differ",
  ],
  [
    "asks for more than usage",
    streamedChat,
    { request: (body) => body.replace("{", '{"n":1,') },
    "request: body, but for the wish",
  ],
  ["loses the query", message, { path: (path) => path.replace("?beta=true", "") }, "request: path and query"],
  ["calls the provider twice", plainChat, { twice: true }, "request: requests at the provider"],
  ["prints the answer again", plainChat, { answer: sameValueOtherBytes }, "response: body differ"],
  [
    "changes a byte of a stream",
    streamedChat,
    { answer: (body) => body.replace("assistant", "assistanT") },
    "response: body",
  ],
  [
    "lets the usage event through",
    streamedChat,
    { answer: (body) => body.replace("data: [DONE]", 'data: {"choices":[],"usage":{}}\n\ndata: [DONE]') },
    "response: body, without the usage event,",
  ],
  ["changes the status", "anthropic.messages.made19", { status: 500 }, "response: status"],
  ["drops a header", "anthropic.messages.made19", { dropHeader: "retry-after" }, "response: header retry-after"],
  ["gathers a stream before it sends it", streamedChat, { gather: true }, "response: the stream on its way"],
  ["leaves the row out", plainChat, { rows: () => [] }, "ledger: rows when the answer had ended"],
  ["writes the row twice", plainChat, { rows: (rows) => [...rows, ...rows] }, "ledger: rows when the answer had ended"],
  ["counts one token more", plainChat, { row: { output_tokens: 10 } }, "tokens: output_tokens"],
  [
    "takes the cached part for unsaid",
    plainChat,
    { row: { cache_read_tokens: undefined } },
    "tokens: cache_read_tokens",
  ],
  [
    "mistakes an hour's cache for five minutes'",
    message,
    { row: { cache_write_5m_tokens: 100, cache_write_1h_tokens: 0 } },
    "tokens: cache_write_1h_tokens",
  ],
  ["is two nano-dollars off", plainChat, { row: { cost_nanodollars: 7_352 } }, "cost: cost_nanodollars"],
  [
    "has a price for what nobody has one",
    "nobody-knows.chat.completions.made11",
    { row: { cost_nanodollars: 0 } },
    "cost: cost_nanodollars",
  ],
  ["names another model", plainChat, { row: { answering_model: "gpt-4o-mini" } }, "ledger: answering_model"],
  ["names another reason to finish", streamedChat, { row: { finish_reason: "stop" } }, "ledger: finish_reason"],
  ["calls a stream plain", streamedChat, { row: { stream: false } }, "ledger: stream"],
  [
    "calls what the provider declined answered",
    "anthropic.messages.made19",
    { row: { outcome: "answered" } },
    "ledger: outcome",
  ],
  [
    "meters the reading of an old answer",
    "openai.responses.made14",
    { row: { input_tokens: 50 } },
    "tokens: input_tokens",
  ],
];

describe("a gateway that", () => {
  test.each(breakages)("%s is noticed", async (_name, only, breakage, noticed) => {
    const found = await runConformance({ ...everything, only }, startBrokenGateway(breakage));
    expect(subjects(found).join("\n")).toContain(noticed);
    expect(isConforming(found)).toBe(false);
  });
});

describe("the command", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  /** A corpus of its own, with one line of one file changed. */
  function changedCorpus(file: string, change: (line: string) => string): string {
    const made = mkdtempSync(join(tmpdir(), "holdfast-conformance-"));
    folders.push(made);
    cpSync(folder, made, { recursive: true });
    const [first = "", ...rest] = readFileSync(join(made, file), "utf8").split("\n");
    writeFileSync(join(made, file), [change(first), ...rest].join("\n"));
    return made;
  }

  function run(...words: readonly string[]): { readonly status: number | null; readonly output: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/conformance/run.ts", ...words], {
      cwd: root,
      encoding: "utf8",
      timeout: 30_000,
    });
    return { status, output: stdout + stderr };
  }

  test("ends with 0 on good records, and writes what it found", () => {
    const json = join(
      changedCorpus("openai.models.jsonl", (line) => line),
      "found.json",
    );
    const { status, output } = run(folder, "--json", json);
    expect(output).toContain("✓ 32 records passed");
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ mismatches: [], strayRequests: 0, strayRows: 0 });
  });

  test("ends with 1 when a record tells of another count, and says which", () => {
    const wrong = changedCorpus("openai.chat.completions.jsonl", (line) =>
      line.replace(/"cached_tokens": 16(?=.*"request")/g, '"cached_tokens": 15'),
    );
    const { status, output } = run(wrong, "--only", plainChat);
    expect(output).toContain(`✗ ${plainChat} (plain`);
    expect(output).toContain("tokens: cache_read_tokens\n    expected 15\n    came     16");
    expect(output).toContain("cost: cost_nanodollars");
    expect(status).toBe(1);
  });

  test("counts lines that are no exchanges as skipped", () => {
    const torn = changedCorpus("openai.models.jsonl", (line) => `${line}\n{"id":"torn","provider":\n{"id":"other"}`);
    const { status, output } = run(torn, "--provider", "openai", "--api", "models");
    expect(output).toContain("not an exchange: the line is not JSON");
    expect(output).toContain("not an exchange: provider:");
    expect(status).toBe(0);
  });

  test.each([
    [["--limit", "none", folder], "--limit, --seed and --lanes take whole numbers"],
    [["--split-bytes", "0", folder], "--split-bytes takes"],
    [["no-such-folder"], "There is no folder"],
    [[], "Name one corpus folder"],
    [["--wrong", folder], "--wrong"],
  ])("ends with 2 when it was called wrongly: %j", (words, says) => {
    const { status, output } = run(...words);
    expect(output).toContain(says);
    expect(status).toBe(2);
  });
});
