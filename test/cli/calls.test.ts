import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCall } from "../http/admin-fixture.ts";
import type { Folder, OpenedStore } from "./cli-fixture.ts";
import { openFolder, record } from "./cli-fixture.ts";

let folder: Folder;
let opened: OpenedStore;

function call(fields: Parameters<typeof makeCall>[2], ageMs: number) {
  const atMs = Date.now() - ageMs;
  return makeCall(opened.ids.call(atMs), atMs, fields);
}

beforeAll(async () => {
  folder = await openFolder();
  opened = await folder.openStore();
});
afterAll(async () => {
  await opened.close();
  await folder.close();
});

describe("holdfast calls", () => {
  test("of an empty ledger says so, and where it looked", async () => {
    const { exit, out } = await folder.run("calls", "list");
    expect(exit).toBe(0);
    expect(out).toBe(`No call matches in the ledger (embedded database in ${folder.dataDir}).\n`);
    expect((await folder.run("calls", "list", "--json")).out).toBe("");
  });
});

describe("holdfast calls list", () => {
  let ids: readonly string[];

  beforeAll(async () => {
    const { cost_nanodollars: _cost, price_source: _source, price_version: _version, ...unpriced } = call({}, 1_000);
    const calls = [
      unpriced,
      call({ status: 503, outcome: "broke", error_code: "upstream-broke", latency_ms: 65_000 }, 2_000),
      call({ tags: { team: "a" }, end_user: "u\u001B[31m\n", usage_source: "counted" }, 3_000),
      call({ route: "evil\u001B[2J", project: "shop", cost_nanodollars: 1_500_000_000 }, 2 * 3_600_000),
    ];
    await record(opened, calls);
    ids = calls.map(({ id }) => id);
  });

  const found = async (...options: readonly string[]): Promise<readonly number[]> =>
    (await folder.run("calls", "list", "--json", ...options)).lines().map((line) => ids.indexOf(line["id"]));

  test("shows a table with costs in dollars and ? for what is not known", async () => {
    const { exit, out } = await folder.run("calls", "list");
    const [head = "", first = "", second = "", third = "", fourth = ""] = out.split("\n");
    expect(exit).toBe(0);
    expect(head).toMatch(/^TIME +CALL +STATUS +OUTCOME +ROUTE → TARGET +TOKENS +COST +LATENCY$/);
    expect(first).toMatch(/200 +answered +support → echo\/echo-mini +1000 → 500 +\? +121 ms$/);
    expect(second).toMatch(/503 +upstream-broke .* \$0\.002000 +1\.1 min$/);
    expect(third).toContain("~1000 → 500");
    expect(fourth).toMatch(/\$1\.50 +121 ms$/);
  });

  test("lets nobody's data control the terminal", async () => {
    const { out } = await folder.run("calls", "list");
    expect(out).toContain("evil�[2J");
    expect(out).not.toContain("\u001B");
  });

  test("shows times of this machine's time zone, and ids that calls show takes", async () => {
    const { out } = await folder.run("calls", "list", "--limit", "1");
    const [, row = ""] = out.split("\n");
    const [, day, time, id = ""] = /^(\S+) (\S+) +(\S+)/.exec(row) ?? [];
    expect(Math.abs(new Date(`${day}T${time}`).getTime() - Date.now())).toBeLessThan(60_000);
    expect(ids[0]?.startsWith(id)).toBe(true);
    expect((await folder.run("calls", "show", id, "--json")).json()["call"].id).toBe(ids[0]);
  });

  test.each<[readonly string[], readonly number[]]>([
    [[], [0, 1, 2, 3]],
    [["--status", "5xx"], [1]],
    [["--outcome", "broke"], [1]],
    [["--error", "upstream-broke"], [1]],
    [["--tag", "team=a"], [2]],
    [["--tag", "team=a", "--tag", "env=b"], []],
    [["--project", "shop"], [3]],
    [
      ["--route", "support"],
      [0, 1, 2],
    ],
    [
      ["--model", "echo-*"],
      [0, 1, 2, 3],
    ],
    [["--provider", "groq"], []],
    [["--min-cost", "1.5"], [3]],
    [["--min-latency", "65000"], [1]],
    [
      ["--since", "1h"],
      [0, 1, 2],
    ],
    [["--until", "1h"], [3]],
    [["--session", "none"], []],
    [
      ["--limit", "2"],
      [0, 1],
    ],
  ])("with %j finds what matches", async (options, expected) => {
    expect(await found(...options)).toEqual(expected);
  });

  test("understands a moment without a time zone as this machine's", async () => {
    const at = new Date(Date.now() - 3_600_000);
    const two = (count: number) => String(count).padStart(2, "0");
    const local = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
    expect(await found("--since", local)).toEqual([0, 1, 2]);
  });

  test("with --json prints a whole call a line, with null for a cost that is not known", async () => {
    const [first] = (await folder.run("calls", "list", "--json", "--limit", "1")).lines();
    expect(first).toMatchObject({ id: ids[0], cost_nanodollars: null, input_tokens: 1_000, usage_source: "provider" });
  });

  test("says that there are more", async () => {
    const { err } = await folder.run("calls", "list", "--limit", "1");
    expect(err).toContain("There are more");
    expect((await folder.run("calls", "list", "--limit", "4")).err).toBe("");
  });

  test.each([
    ["--limit", "0"],
    ["--limit", "many"],
    ["--limit", "100001"],
    ["--status", "9"],
    ["--since", "whenever"],
    ["--min-cost", "cheap"],
    ["--tag", "team"],
    ["--statsu", "200"],
  ])("exits with 2 for %s %s", async (option, value) => {
    const { exit, out, err } = await folder.run("calls", "list", option, value);
    expect([exit, out]).toEqual([2, ""]);
    expect(err).toMatch(/^holdfast: /);
  });
});

describe("holdfast calls show", () => {
  test("groups what is known, leaves out what is not, and shows captured bodies", async () => {
    const shown = call(
      { finish_reason: "stop", tags: { team: "a", env: "b" }, cache_read_tokens: 100, ttft_ms: 12 },
      5_000,
    );
    const body = {
      id: shown.id,
      started_at: shown.started_at,
      request: '{"say":"\u001B[2J"}',
      request_encoding: "utf8",
    };
    await record(opened, [shown], [body]);
    const { exit, out } = await folder.run("calls", "show", shown.id);
    expect(exit).toBe(0);
    for (const title of ["Call", "Route", "Usage", "Cost", "Time", "Labels", "Request"])
      expect(out).toMatch(new RegExp(`^${title}$`, "m"));
    expect(out).toMatch(/tags +env=b, team=a$/m);
    expect(out).toMatch(/of it cached +100$/m);
    expect(out).toMatch(/cost +\$0\.002000 \(2,000,000 nano-dollars\)$/m);
    expect(out).not.toMatch(/session|fingerprint|undefined|null/);
    expect(out).not.toContain("\u001B");
    const { call: asJson, bodies } = (await folder.run("calls", "show", shown.id, "--json")).json();
    expect(asJson).toMatchObject({ id: shown.id, cost_nanodollars: 2_000_000 });
    expect(bodies.request).toBe('{"say":"\u001B[2J"}');
  });

  test("exits with 1 for a call that is not there", async () => {
    const { exit, err } = await folder.run("calls", "show", "018f0000-0000-7000-8000-000000000000");
    expect(exit).toBe(1);
    expect(err).toContain("There is no such thing. No call in the ledger has this id.");
  });
});

describe("holdfast calls tail", () => {
  test("shows calls as they arrive until Ctrl-C, and exits with 0", async () => {
    const tail = folder.start("calls", "tail", "--project", "tailed");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [watched, other] = [call({ project: "tailed", route: "r\u001B[2J" }, 0), call({}, 0)];
    await record(opened, [watched, other]);
    const out = await tail.until((text) => text.includes(watched.id));
    expect(out).toMatch(/200 answered +r�\[2J → echo\/echo-mini +1000 → 500 +\$0\.002000 +121 ms/);
    expect(out).not.toContain(other.id);
    folder.interrupt();
    expect((await tail.exited).exit).toBe(0);
  });

  test("with --json prints a line a call and nothing else", async () => {
    const tail = folder.start("calls", "tail", "--json");
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const watched = call({}, 0);
    await record(opened, [watched]);
    await tail.until((text) => text.endsWith("\n"));
    folder.interrupt();
    const ran = await tail.exited;
    expect(ran.lines().map((line) => line["id"])).toEqual([watched.id]);
    expect(ran.err).toBe("");
  });

  test("exits with 2 for a filter that it cannot read", async () => {
    expect((await folder.run("calls", "tail", "--status", "x")).exit).toBe(2);
  });
});
