import { posix } from "node:path";
import type { SourceFile } from "./source-files.ts";

/** One import: what it names, from the root if it is one of ours, and whether only types come through it. */
export interface Import {
  readonly specifier: string;
  /** Path from the root; undefined for packages and `node:` modules. */
  readonly path: string | undefined;
  readonly typesOnly: boolean;
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?["']([^"']+)["']/gm;
const sideEffect = /^[ \t]*import\s*["']([^"']+)["']/gm;
const dynamic = /\bimport\(\s*["']([^"']+)["']/g;

function toImport(file: SourceFile, specifier: string, typesOnly: boolean): Import {
  const isOurs = specifier.startsWith(".");
  return { specifier, path: isOurs ? posix.join(posix.dirname(file.path), specifier) : undefined, typesOnly };
}

/** Every static, re-exporting and literal dynamic import of a file. A type position's `import("…")` counts as a value. */
export function readImports(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  for (const match of file.text.matchAll(statement)) {
    const [, type, specifier] = match;
    if (specifier !== undefined) found.push(toImport(file, specifier, type !== undefined));
  }
  for (const pattern of [sideEffect, dynamic]) {
    for (const [, specifier] of file.text.matchAll(pattern)) {
      if (specifier !== undefined) found.push(toImport(file, specifier, false));
    }
  }
  return found;
}
