import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseJson } from "../../src/lib/parse-json.ts";
import { canonicalPrompt } from "../../src/prompts/canonical-prompt.ts";
import { compilePrompt } from "../../src/prompts/compile-prompt.ts";
import { loadPromptFolder } from "../../src/prompts/load-prompt-folder.ts";
import { readPromptContent } from "../../src/prompts/read-prompt-content.ts";
import { root } from "../support/source-files.ts";
import { contentOf, failure } from "./prompt-fixture.ts";

test("a stored content reads back as what was stored, with the same hash", () => {
  const files = globSync("prompts/**/*.md", { cwd: root }).map((path) => ({
    path,
    text: readFileSync(join(root, path), "utf8"),
  }));
  for (const { content } of loadPromptFolder(files).prompts) {
    const { canonical, hash } = canonicalPrompt(content);
    const stored = parseJson(canonical);
    const read = readPromptContent(stored.ok ? stored.value : undefined);
    expect(read).toEqual(content);
    expect(canonicalPrompt(read).hash).toBe(hash);
  }
});

test.each([undefined, {}, { variables: {}, sections: [{ kind: "image" }] }, { variables: {}, sections: [], more: 1 }])(
  "what no version of ours has written is refused as the gateway's fault: %j",
  (stored) => {
    expect(failure(() => readPromptContent(stored)).code).toBe("internal-error");
  },
);

test("a stored template that cannot be read is the gateway's fault, named without its text", () => {
  const content = {
    ...contentOf("user:\nx"),
    sections: [{ kind: "message", role: "user", template: "{{ secret" }],
  } as const;
  const error = failure(() => compilePrompt({ name: "p", version: 3, hash: "", content }));
  expect(error).toMatchObject({ code: "internal-error" });
  expect(error.message).toContain("The stored prompt p@3 cannot be read.");
  expect(error.message).not.toContain("secret");
});
