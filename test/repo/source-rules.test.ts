import { expect, test } from "vitest";
import { environmentFolders, impureFolders, jsonParseFile } from "../../tools/import-rules.ts";
import { blankLiterals } from "../support/blank-literals.ts";
import { sourceFiles } from "../support/source-files.ts";

const maxLines = 300;

const files = sourceFiles("src/**/*.ts").map((file) => ({ ...file, code: blankLiterals(file.text) }));

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly allowedIn: (path: string) => boolean;
}

const isIn =
  (folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(`src/${folder}/`));

const rules: readonly Rule[] = [
  { name: "JSON.parse", pattern: /\bJSON\s*\.\s*parse\b/, allowedIn: (path) => path === `src/${jsonParseFile}` },
  { name: "process.env", pattern: /\bprocess\s*\.\s*env\b/, allowedIn: isIn(environmentFolders) },
  { name: "Date.now", pattern: /\bDate\s*\.\s*now\b|\bnew Date\(\)/, allowedIn: isIn(impureFolders) },
  { name: "Math.random", pattern: /\bMath\s*\.\s*random\b/, allowedIn: isIn(impureFolders) },
  { name: "global fetch", pattern: /(?<![.\w])fetch\s*\(|\bglobalThis\.fetch\b/, allowedIn: isIn(impureFolders) },
  { name: "console", pattern: /(?<![.\w])console\s*\./, allowedIn: isIn(impureFolders) },
  { name: "the type any", pattern: /(?<![.\w])any(?![\w(:])/, allowedIn: () => false },
  { name: "a non-null assertion", pattern: /[\w)\]]!(?=[.;,)\]\s[(])(?!=)/, allowedIn: () => false },
  {
    name: "an enum or a namespace",
    pattern: /^\s*(?:export\s+)?(?:const\s+)?(?:enum|namespace)\s+\w/,
    allowedIn: () => false,
  },
];

test.each(rules)("$name stands only where it is allowed", ({ pattern, allowedIn }) => {
  const found = files.flatMap(({ path, code }) =>
    allowedIn(path)
      ? []
      : code.split("\n").flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

const explained = /oxlint-disable-next-line [^\n]*typescript\/(?:consistent|no-unsafe)-type-assertions?[^\n]* -- \S/;

test("a type assertion is explained on the line above it", () => {
  const found = files.flatMap(({ path, code, text }) => {
    const lines = text.split("\n");
    return code.split("\n").flatMap((line, index) => {
      const isAssertion =
        /\bas\s+(?!const\b)\S/.test(line) && !/^\s*(?:import|export)\b|^\s*[\w$]+ as [\w$]+,?\s*$/.test(line);
      return isAssertion && !explained.test(lines[index - 1] ?? "") ? [`${path}:${index + 1} ${line.trim()}`] : [];
    });
  });
  expect(found).toEqual([]);
});

test("a lint rule is switched off only for one line, and only with a reason", () => {
  const found = sourceFiles("{src,test,tools,bench,bin}/**/*.{ts,js}")
    .filter(({ path }) => !path.includes("node_modules") && !path.startsWith("test/repo/"))
    .flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, index) => {
        const isDisable = /(?:ox|es)lint-disable|@ts-(?:ignore|nocheck)/.test(line);
        const isFine = /oxlint-disable-(?:next-)?line \S[^\n]* -- \S/.test(line);
        return isDisable && !isFine ? [`${path}:${index + 1} ${line.trim()}`] : [];
      }),
    );
  expect(found).toEqual([]);
});

test(`no file of the house is longer than ${maxLines} lines`, () => {
  const long = sourceFiles("{src,test,tools,bench,bin}/**/*.{ts,js}")
    .filter(({ path }) => !path.includes("node_modules"))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > maxLines);
  expect(long).toEqual([]);
});

test("no file or folder of src/ is named for everything at once", () => {
  const vague = /(?:^|[/-])(?:utils?|helpers?|managers?|common|misc|service)(?:[/.-]|$)/;
  expect(files.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
});

test("comments, strings, templates and regular expressions are no code to the rules above", () => {
  const code = ['a("JSON.parse") // any', "b(`x ${c({ d: `any` }).e} any`)", 'f = /"any/ /* g! */; h'].join("\n");
  expect(
    blankLiterals(code)
      .split("\n")
      .map((line) => line.replaceAll(/ +/g, " ").trimEnd()),
  ).toEqual(["a( )", "b( c({ d: }).e )", "f = ; h"]);
});
