import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../support/source-files.ts";

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(join(root, "package.json"), "utf8"),
);
const documents = ["README.md", "CONTRIBUTING.md", "AGENTS.md", "SECURITY.md", "REVIEW.md"];

/** The names of the npm scripts that a document tells its reader to run. */
function scriptsIn(text: string): readonly string[] {
  const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? "");
  const short = [...text.matchAll(/\bnpm (start|test)\b/g)].map(([, name]) => name ?? "");
  return [...named, ...short];
}

describe.each(documents)("%s", (name) => {
  test("names only npm scripts that exist", () => {
    expect(scriptsIn(readFileSync(join(root, name), "utf8")).filter((script) => !(script in scripts))).toEqual([]);
  });

  test("links only to files that exist", () => {
    const text = readFileSync(join(root, name), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)[^)]*\)/g)].map(([, target]) => target ?? "");
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});

test("every npm script starts a file or a tool that exists", () => {
  const started = Object.entries(scripts).flatMap(([name, command]) =>
    [...command.matchAll(/\bnode (?:--\S+ )*(\S+\.ts)/g)].map(([, file]) => ({ name, file: file ?? "" })),
  );
  expect(started.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

test("AGENTS.md stays short enough to be read", () => {
  expect(readFileSync(join(root, "AGENTS.md"), "utf8").split("\n").length).toBeLessThanOrEqual(80);
});
