import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errorCatalogue } from "../../src/errors.ts";
import { root, sourceFiles } from "../support/source-files.ts";

const codes = Object.keys(errorCatalogue);
const document = readFileSync(join(root, "docs/errors.md"), "utf8");

/** Codes that nothing throws yet, each with its reason. Empty is the aim. */
const notThrown: Readonly<Record<string, string>> = {};
/** Codes that no test asserts yet, each with its reason. Empty is the aim. */
const notAsserted: Readonly<Record<string, string>> = {};

/** The codes that occur as a string literal in any of the files. */
function namedIn(pattern: string, except: string): ReadonlySet<string> {
  const texts = sourceFiles(pattern).flatMap(({ path, text }) => (path === except ? [] : [text]));
  return new Set(
    codes.filter((code) => texts.some((text) => text.includes(`"${code}"`) || text.includes(`'${code}'`))),
  );
}

describe("the error catalogue", () => {
  test("is documented code by code, in its order, and nothing else is", () => {
    expect([...document.matchAll(/^## `([^`]+)`$/gm)].map(([, code]) => code)).toEqual(codes);
  });

  test("says in the documentation what the caller reads, and with which status", () => {
    const wrong = Object.entries(errorCatalogue).filter(([code, { status, says }]) => {
      const section = document.split(`## \`${code}\`\n`)[1]?.split("\n## ")[0] ?? "";
      return !section.includes(`${status}`) || !section.includes(says);
    });
    expect(wrong.map(([code]) => code)).toEqual([]);
  });

  test("documents what happened, why and what to do for every code", () => {
    const sections = document.split(/^## /m).slice(1);
    const thin = sections.filter((section) => !["**Why.**", "**What to do.**"].every((part) => section.includes(part)));
    expect(thin.map((section) => section.split("\n")[0])).toEqual([]);
  });

  test("holds no code that nothing throws", () => {
    const thrown = namedIn("src/**/*.ts", "src/errors.ts");
    expect(codes.filter((code) => !thrown.has(code))).toEqual(Object.keys(notThrown));
  });

  test("holds no code that no test asserts", () => {
    const asserted = namedIn("test/**/*.test.ts", "test/repo/errors.test.ts");
    expect(codes.filter((code) => !asserted.has(code))).toEqual(Object.keys(notAsserted));
  });
});
