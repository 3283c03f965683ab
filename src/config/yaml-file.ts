import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Pair,
  type Range,
  type YAMLMap,
} from "yaml";
import type { ConfigPath } from "./config.ts";

/** A parsed file and where its parts stand. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** The pairs of a mapping by key, once they were asked for; of equal keys the last, which is the one that counts. */
  readonly indexes: WeakMap<YAMLMap, ReadonlyMap<string, Pair>>;
}

export interface Position {
  /** Both counted from 1. */
  readonly line: number;
  readonly column: number;
}

/** Parses without throwing for bad text; the problems are in `document.errors` and `document.warnings`. */
export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    logLevel: "error",
  });
  return { document, lines, indexes: new WeakMap() };
}

export function positionOf(file: YamlFile, offset: number): Position {
  const { line, col } = file.lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where the thing at a path stands: its key, or the item of a list. Of a path that is not there: its nearest ancestor. */
export function locate(file: YamlFile, path: ConfigPath): Position {
  let node: unknown = file.document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const next = child(file, node, step);
    if (next === undefined) break;
    offset = next.offset;
    node = next.node;
  }
  return positionOf(file, offset);
}

/** The path of whatever holds the character at `offset`: for errors of syntax. */
export function pathAt(file: YamlFile, offset: number): ConfigPath {
  const path: (string | number)[] = [];
  let node: unknown = file.document.contents;
  for (;;) {
    const next = childAround(node, offset);
    if (next === undefined) return path;
    path.push(next.step);
    node = next.node;
  }
}

interface Child {
  readonly node: unknown;
  readonly offset: number;
}

function child(file: YamlFile, parent: unknown, step: string | number): Child | undefined {
  const node = isAlias(parent) ? parent.resolve(file.document) : parent;
  if (isSeq(node)) {
    const item = typeof step === "number" ? node.items[step] : undefined;
    const offset = startOf(item);
    return offset === undefined ? undefined : { node: item, offset };
  }
  if (!isMap(node)) return undefined;
  const pair = indexOf(file, node).get(String(step));
  const offset = startOf(pair?.key);
  return pair === undefined || offset === undefined ? undefined : { node: pair.value, offset };
}

/** A wholly wrong file leads to many searches in one large mapping. */
function indexOf(file: YamlFile, map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = file.indexes.get(map);
  if (known !== undefined) return known;
  const index = new Map<string, Pair>();
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (key !== undefined) index.set(key, pair);
  }
  file.indexes.set(map, index);
  return index;
}

function childAround(
  node: unknown,
  offset: number,
): { readonly step: string | number; readonly node: unknown } | undefined {
  if (isSeq(node)) {
    const index = node.items.findIndex((item) => holds(item, offset));
    return index < 0 ? undefined : { step: index, node: node.items[index] };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((candidate) => holds(candidate.key, offset) || holds(candidate.value, offset));
  const key = pair === undefined ? undefined : keyOf(pair);
  return key === undefined ? undefined : { step: key, node: pair?.value };
}

function holds(node: unknown, offset: number): boolean {
  const range = rangeOf(node);
  return range !== undefined && offset >= range[0] && offset < Math.max(range[1], range[0] + 1);
}

/** The key of a pair as text; undefined for keys that are no plain text. */
export function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function startOf(node: unknown): number | undefined {
  return rangeOf(node)?.[0];
}

function rangeOf(node: unknown): Range | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? (node.range ?? undefined) : undefined;
}
