import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { generateConfigDocs } from "../../tools/generate-config-docs.ts";

function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
}

it.each(Object.entries(generateConfigDocs()))("%s is what the schema says (npm run docs writes it)", (path, text) => {
  expect(read(path)).toBe(text);
});

it("loads the example without a problem, and it names every section", () => {
  const text = read("docs/examples/holdfast.yaml");
  const loaded = loadConfig({ text, env: {} });
  expect(loaded).toMatchObject({ ok: true });
  if (!loaded.ok) return;
  for (const section of Object.keys(loaded.config)) expect(text).toMatch(new RegExp(`^${section}:`, "m"));
  expect(Object.values(loaded.config.providers).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["openai", "anthropic", "gemini", "azure-openai", "openai-compatible", "echo"]),
  );
});
