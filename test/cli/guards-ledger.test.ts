import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeCall } from "../http/admin-fixture.ts";
import type { Folder, OpenedStore } from "./cli-fixture.ts";
import { openFolder, record } from "./cli-fixture.ts";

let folder: Folder;
let opened: OpenedStore;
let ids: readonly string[];

const found = { detector: "pii/card", kind: "pii", score: 1, pointer: "/messages/0/content", start: 5, end: 24 };

beforeAll(async () => {
  folder = await openFolder();
  opened = await folder.openStore();
  const calls = [
    { release: "support@7", guard_verdict: "redact", findings: [found] },
    { release: "support@7", guard_verdict: "block", error_code: "guard-blocked" },
    { release: "support@8", guard_verdict: "shadow:block", findings: [found] },
    {},
  ].map((fields, age) => {
    const atMs = Date.now() - age * 1_000;
    return makeCall(opened.ids.call(atMs), atMs, fields);
  });
  await record(opened, calls);
  ids = calls.map(({ id }) => id);
});
afterAll(async () => {
  await opened.close();
  await folder.close();
});

describe("guards explain", () => {
  const explained = async (at: number) => (await folder.run("guards", "explain", ids[at] ?? "")).out;

  test("says what was found, where, and what came of it", async () => {
    const out = await explained(0);
    expect(out).toContain("By the policy of support@7 the call passed, redacted.");
    expect(out).toMatch(/pii\/card +1\.00 +\/messages\/0\/content 5–24 +personal data/);
    expect(await explained(2)).toContain("would have been blocked (shadow mode)");
  });

  test("tells a call that was refused for what it is from one that nobody looked at", async () => {
    expect(await explained(1)).toMatch(/was blocked with guard-blocked\.\nNothing was found in a text/);
    expect(await explained(3)).toBe("No guard looked at this call: no policy holds for its route.\n");
  });
});

describe("guards counts", () => {
  test("has a line for each release, and all numbers with --json", async () => {
    const { exit, out } = await folder.run("guards", "counts", "--route", "support");
    expect(exit).toBe(0);
    expect(out).toMatch(/^support@7 +2 +(?:redact 1, block 1|block 1, redact 1) +pii\/card 1$/m);
    expect(out).toMatch(/^support@8 +1 +shadow:block 1 +pii\/card 1$/m);
    const { releases } = (await folder.run("guards", "counts", "--release", "support@8", "--json")).json();
    expect(releases).toEqual([
      {
        route: "support",
        release: "support@8",
        calls: 1,
        verdicts: { "shadow:block": 1 },
        detectors: { "pii/card": 1 },
      },
    ]);
  });

  test("says that there is nothing to count", async () => {
    expect((await folder.run("guards", "counts", "--route", "nobody")).out).toMatch(/^No call matches since /);
  });
});
