import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/source-files.ts";

/** A generated data file may be larger; nothing that people write is. */
const maxBytes = 4 * 1024 * 1024;

/** Paths that exist on one machine only: home folders and checkouts. Put together, so that this file holds none. */
const machinePath = new RegExp(`(?<![\\w.:/])/(?:${["work", "home", "root", "Users"].join("|")})/[\\w.-]+`);

/** The shapes of live credentials, as their issuers publish them. */
const secrets: readonly RegExp[] = [
  /\bsk-(?:ant-|proj-)?[\w-]{24,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bAIza[\w-]{35}/,
  /\bgh[pousr]_\w{36}/,
  /\bxox[abp]-[\w-]{20,}/,
  /\bhf_[A-Za-z0-9]{36,}/,
  /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/,
];
/** A made-up credential says so, or repeats itself more than chance would. */
const madeUp = /example|test|fake|dummy|secret|xxxx|0000|1234|abcd|not-a/i;

function trackedFiles(): readonly string[] {
  if (!existsSync(join(root, ".git"))) return [];
  const listed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8", maxBuffer: maxBytes });
  return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
}

function linesWith(pattern: RegExp, except: RegExp | undefined): readonly string[] {
  return texts.flatMap(({ path, text }) =>
    text.split("\n").flatMap((line, index) => {
      const found = pattern.exec(line)?.[0];
      return found === undefined || except?.test(line) === true ? [] : [`${path}:${index + 1}`];
    }),
  );
}

const tracked = trackedFiles();
const texts = tracked
  .filter((path) => statSync(join(root, path)).size < maxBytes)
  .map((path) => ({ path, text: readFileSync(join(root, path), "latin1") }))
  .filter(({ path, text }) => !text.includes("\0") && path !== "package-lock.json");

describe.skipIf(tracked.length === 0)("tracked files (needs a git checkout)", () => {
  test("name no path of one machine", () => {
    expect(linesWith(machinePath, undefined)).toEqual([]);
  });

  test("hold nothing that looks like a live credential", () => {
    expect(secrets.flatMap((pattern) => linesWith(pattern, madeUp))).toEqual([]);
  });

  test("are none of those that belong to a run: builds, data folders, packages, environment files", () => {
    const strays = /(?:^|\/)(?:dist|node_modules|\.holdfast|\.wrangler|coverage)\/|\.tgz$|(?:^|\/)\.env(?!\.example)/;
    expect(tracked.filter((path) => strays.test(path))).toEqual([]);
  });
});
