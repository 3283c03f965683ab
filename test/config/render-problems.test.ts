import { expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.ts";
import { renderProblems } from "../../src/config/render-problems.ts";

function render(text: string): string {
  const loaded = loadConfig({ text, env: {} });
  return loaded.ok ? "" : renderProblems(loaded.problems, "holdfast.yaml");
}

it("shows place, path, problem and suggestion on one line each, and counts", () => {
  expect(render("auth: kees\nproviders:\n  openai:\n    kind: openai\nroutes:\n  support:\n    target: opnai/x\n"))
    .toMatchInlineSnapshot(`
    "holdfast.yaml:1:1  auth  must be keys or none  did you mean "keys"?
    holdfast.yaml:7:5  routes.support.target  names provider "opnai", which is not configured  did you mean "openai"?

    2 problems in holdfast.yaml"
  `);
});

it("shows fifty and counts the rest", () => {
  const lines = render(Array.from({ length: 80 }, (_, index) => `key${index}: 1`).join("\n")).split("\n");
  expect(lines.slice(-4)).toEqual([
    expect.stringContaining("key49"),
    "… and 30 more",
    "",
    "80 problems in holdfast.yaml",
  ]);
});

it("does not pass control characters of the file on to a terminal", () => {
  const rendered = render('"au\\e[31mth\\x9b": x');
  expect(rendered).toContain("[31mth");
  expect(rendered).not.toMatch(/[\p{Cc}--\n]/v);
});
