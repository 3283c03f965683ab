import { describe, expect, test } from "vitest";
import { RemoteError, UnreachableError, UsageError, exitCodeOf } from "../../src/cli/exit-codes.ts";
import { firstCall } from "../../src/cli/first-call.ts";
import { formatBytes } from "../../src/cli/format-bytes.ts";
import { formatDollars } from "../../src/cli/format-dollars.ts";
import { formatMilliseconds } from "../../src/cli/format-time.ts";
import { readServerEvents } from "../../src/cli/read-server-events.ts";
import { uniqueLength } from "../../src/cli/shorten-ids.ts";
import { renderTable } from "../../src/cli/table.ts";
import { createTerminalLog } from "../../src/cli/terminal-log.ts";
import { loadConfig } from "../../src/config/load-config.ts";
import { HoldfastError } from "../../src/errors.ts";

describe("money", () => {
  test.each([
    [null, "?"],
    [0, "$0"],
    [1, "<$0.000001"],
    [999, "<$0.000001"],
    [1_000, "$0.000001"],
    [17_000, "$0.000017"],
    [9_999_999, "$0.010000"],
    [10_000_000, "$0.0100"],
    [1_250_000_000, "$1.25"],
    [123_456_789_012_345, "$123456.79"],
    [-2_000_000, "-$0.002000"],
  ])("%s nano-dollars are shown as %s", (nanodollars, shown) => {
    expect(formatDollars(nanodollars)).toBe(shown);
  });
});

test("sizes and lengths of time are shown in the unit that fits", () => {
  expect([0, 1_023, 1_024, 1_572_864, 5 * 1_024 ** 4].map(formatBytes)).toEqual([
    "0 B",
    "1023 B",
    "1.0 KiB",
    "1.5 MiB",
    "5.0 TiB",
  ]);
  expect([0.42, 9.9, 10, 999.4, 1_000, 59_999, 90_000].map(formatMilliseconds)).toEqual([
    "0.4 ms",
    "9.9 ms",
    "10 ms",
    "999 ms",
    "1.0 s",
    "60.0 s",
    "1.5 min",
  ]);
});

describe("short ids", () => {
  test("are as long as the clock in them, and longer only where two begin alike", () => {
    expect(uniqueLength([])).toBe(13);
    expect(uniqueLength(["018f0000-0001-7000", "018f0000-0002-7000"])).toBe(13);
    expect(uniqueLength(["018f0000-0001-7aaa", "018f0000-0002-7bbb", "018f0000-0001-7aab"])).toBe(18);
    expect(uniqueLength(["018f0000-0001-7aaa", "018f0000-0001-7aaa"])).toBe(13);
  });
});

describe("exit codes", () => {
  test.each([
    [new UsageError("x"), 2],
    [new HoldfastError("request-invalid"), 2],
    [new RemoteError("request-invalid", "x"), 2],
    [new HoldfastError("config-invalid"), 3],
    [new HoldfastError("store-unavailable"), 4],
    [new UnreachableError("x"), 4],
    [new RemoteError("key-unknown", "x"), 1],
    [new RemoteError("a-code-of-a-newer-gateway", "x"), 1],
    [new Error("x"), 1],
    ["x", 1],
  ])("%s exits with %s", (thrown, code) => {
    expect(exitCodeOf(thrown)).toBe(code);
  });
});

const plain = {
  out: () => {},
  err: () => {},
  style: (_style: string, text: string) => text,
  columns: undefined,
};

test("a table stays a table whatever is in its cells", () => {
  const rows = [
    { a: "x\ny\u001B[31m", b: "1" },
    { a: "long long long", b: "1000" },
  ];
  const table = renderTable(
    [
      { title: "A", cell: ({ a }) => a, maxWidth: 9 },
      { title: "B", cell: ({ b }) => b, align: "right" },
    ],
    rows,
    plain,
  );
  expect(table).toBe("A             B\nx y�[31m      1\nlong lon…  1000");
});

describe("the log for people", () => {
  test("is one line an event, and shows the list of problems that an error holds", () => {
    const lines: string[] = [];
    const log = createTerminalLog({
      now: () => 0,
      write: (line) => void lines.push(line),
      style: (_style, text) => text,
    });
    log.info("config-taken", { path: "a\nb", hash: "x" });
    log.error("config-refused", { error: new Error("\none\ntwo") });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info config-taken path=a b hash=x$/);
    expect(lines[1]).toMatch(/error config-refused error=\none\ntwo$/);
  });
});

describe("server-sent events", () => {
  async function read(chunks: readonly string[]) {
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    });
    const events = [];
    for await (const event of readServerEvents(stream)) events.push(event);
    return events;
  }
  const text = 'event: call\ndata: {"a":"ü"}\nid: x1\n\nevent: alive\ndata: \nid: x2\n\ndata: one\ndata: two\n\n';

  test("are the same at every chunk boundary", async () => {
    const whole = await read([text]);
    expect(whole).toEqual([
      { name: "call", data: '{"a":"ü"}', id: "x1" },
      { name: "alive", data: "", id: "x2" },
      { name: "message", data: "one\ntwo", id: undefined },
    ]);
    for (let at = 1; at < text.length; at += 1) expect(await read([text.slice(0, at), text.slice(at)])).toEqual(whole);
  });

  test("without an end are not held for ever", async () => {
    await expect(read(Array.from({ length: 20 }, () => "x".repeat(100_000)))).rejects.toThrow(
      "an event without an end",
    );
  });
});

describe("the first call that is proposed", () => {
  function proposed(text: string, env: Record<string, string> = {}) {
    const loaded = loadConfig({ text, env });
    if (!loaded.ok) throw new Error("the test's configuration is wrong");
    const { path, body } = firstCall(loaded.config);
    return `${path} ${body}`;
  }

  test.each([
    ["", {}, "/v1/chat/completions", '"model":"echo/echo"'],
    ["", { ANTHROPIC_API_KEY: "x" }, "/v1/messages", '"model":"anthropic/claude-'],
    ["", { GEMINI_API_KEY: "x" }, "/v1beta/models/gemini/gemini-", '"contents"'],
    ["", { OPENAI_API_KEY: "x", GEMINI_API_KEY: "x" }, "/v1/chat/completions", '"model":"openai/gpt-'],
    [
      "providers: { a: { kind: anthropic } }\nroutes: { help: { target: a/claude, prompt: help } }",
      {},
      "/v1/messages",
      '"model":"a/claude-',
    ],
    [
      "providers: { a: { kind: anthropic } }\nroutes: { help: { target: a/claude } }",
      {},
      "/v1/messages",
      '"model":"help"',
    ],
    [
      "providers: { mine: { kind: openai-compatible, baseUrl: https://x.example/v1 } }",
      {},
      "/v1/chat/completions",
      '"model":"mine/<a model of mine>"',
    ],
  ])("fits the configuration %j with %j", (text, env, path, body) => {
    expect(proposed(text, env)).toContain(`${path}`);
    expect(proposed(text, env)).toContain(body);
  });
});
