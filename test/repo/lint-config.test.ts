import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintConfig } from "../../tools/lint-config.ts";
import { root } from "../support/source-files.ts";

test(".oxlintrc.json is what tools/write-lint-config.ts writes (npm run fix)", () => {
  const written: unknown = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8"));
  expect(written).toEqual(JSON.parse(JSON.stringify(lintConfig())));
});
