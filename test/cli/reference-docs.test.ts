import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generateReferenceDocs } from "../../tools/generate-reference-docs.ts";

it.each(Object.entries(generateReferenceDocs()))("%s is what the code says (npm run docs writes it)", (path, text) => {
  expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")).toBe(text);
});
