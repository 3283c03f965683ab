import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root, sourceFiles } from "../support/source-files.ts";

const text = readFileSync(join(root, "docs/operations.md"), "utf8");
/** Where the name of an event stands in the source: the first argument of the log, or of what is handed on to it. */
const eventInSource = /(?:\blog\.(?:info|warn|error)|\btell|\)\.error)\(\s*"([a-z]+(?:-[a-z]+)*)"/g;
const upkeepInSource = /\bkeepUp\("([a-z-]+)"/g;
const metricInSource = /"((?:holdfast|process)_[a-z_]+)"/g;
/** Nothing on Node listens to signals yet; Workers have a page of their own. */
const elsewhere = /^src\/(?:entry\/worker|adapters\/workers\/|adapters\/(?:postgres|redis)\/open-\w+-signals)/;

function found(pattern: RegExp, files: string): readonly string[] {
  const names = sourceFiles(files)
    .filter(({ path }) => !elsewhere.test(path))
    .flatMap((file) => [...file.text.matchAll(pattern)].map(([, name = ""]) => name));
  return [...new Set(names)].toSorted();
}

test("every event that the gateway logs is explained, and no other", () => {
  const upkeep = found(upkeepInSource, "src/entry/*.ts").flatMap((name) => [`${name}-failed`, `${name}-recovered`]);
  const logged = [...found(eventInSource, "src/**/*.ts"), ...upkeep].toSorted();
  const rows = text.slice(text.indexOf("## Log events"), text.indexOf("## Capacity"));
  const explained = [...rows.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
  expect(upkeep).toHaveLength(6);
  expect(explained).toEqual(logged);
});

test("every metric is explained", () => {
  const metrics = found(metricInSource, "src/http/render-metrics.ts");
  const stem = (name: string): string => name.replace(/_(?:bytes|records|sum|count)$/, "");
  expect(metrics.length).toBeGreaterThan(10);
  expect(metrics.filter((name) => !text.includes(stem(name)))).toEqual([]);
});
