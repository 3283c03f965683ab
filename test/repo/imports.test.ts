import { expect, test } from "vitest";
import { importTable, nodeFolders, rooms, workersFolder, workersModules } from "../../tools/import-rules.ts";
import type { Room } from "../../tools/import-rules.ts";
import { readImports } from "../support/read-imports.ts";
import type { Import } from "../support/read-imports.ts";
import { sourceFiles } from "../support/source-files.ts";
import type { SourceFile } from "../support/source-files.ts";

const files = sourceFiles("src/**/*.ts");

function roomOf(path: string): Room | undefined {
  const name = /^src\/([^/.]+)/.exec(path)?.[1];
  return rooms.find((room) => room === name);
}

const isIn = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`src/${folder}/`));

function checkNode(file: SourceFile, { specifier, typesOnly }: Import): string | undefined {
  if (!specifier.startsWith("node:") || typesOnly || isIn(file.path, nodeFolders)) return undefined;
  if (isIn(file.path, [workersFolder]) && workersModules.some((name) => name === specifier)) return undefined;
  return `${file.path} imports ${specifier}: node: modules belong to ${nodeFolders.join(", ")}`;
}

function checkRoom(file: SourceFile, { path, specifier, typesOnly }: Import): string | undefined {
  const from = roomOf(file.path);
  const to = path === undefined ? undefined : roomOf(path);
  if (path !== undefined && to === undefined) return `${file.path} imports ${specifier}: that is no room of src/`;
  if (from === undefined) return `${file.path} stands in no room of src/`;
  if (to === undefined || from === to || from === "entry") return undefined;
  const allowance = importTable[from][to];
  if (allowance === "yes" || (allowance === "types" && typesOnly)) return undefined;
  return `${file.path} imports ${specifier}: ${from} may import ${allowance === "types" ? "only types" : "nothing"} of ${to}`;
}

function broken(check: (file: SourceFile, imported: Import) => string | undefined): readonly string[] {
  return files.flatMap((file) => readImports(file).flatMap((imported) => check(file, imported) ?? []));
}

test("every import between rooms of src/ is in the import table", () => {
  expect(broken(checkRoom)).toEqual([]);
});

test("node: modules are imported only where nothing runs on Workers", () => {
  expect(broken(checkNode)).toEqual([]);
});

test("relative imports name a TypeScript file that exists", () => {
  const known = new Set(files.map(({ path }) => path));
  const missing = files.flatMap((file) =>
    readImports(file).flatMap(({ path }) =>
      path === undefined || known.has(path) || path.endsWith(".json") ? [] : [`${file.path} imports ${path}`],
    ),
  );
  expect(missing).toEqual([]);
});

test("the reader of imports sees every form and tells types from values", () => {
  const text = [
    'import a from "one";',
    'import type { B } from "./two.ts";',
    "import {",
    "  c,",
    '} from "../lib/three.ts";',
    'export { d } from "node:fs";',
    'import "five";',
    'const e = await import("./six.ts");',
  ].join("\n");
  const seen = readImports({ path: "src/gateway/x.ts", text });
  expect(seen.map(({ specifier, path, typesOnly }) => `${specifier} ${path ?? "-"} ${typesOnly}`).toSorted()).toEqual(
    [
      "./six.ts src/gateway/six.ts false",
      "./two.ts src/gateway/two.ts true",
      "../lib/three.ts src/lib/three.ts false",
      "five - false",
      "five - false",
      "node:fs - false",
      "one - false",
    ].toSorted(),
  );
});
