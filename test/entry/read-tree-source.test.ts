import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readConfig } from "../../src/entry/read-config.ts";
import { readTreeSource } from "../../src/entry/read-tree-source.ts";

const yaml = `
routes:
  plain: { target: openai/gpt-5-mini }
  full:
    target: openai/gpt-5-mini
    description: For people only.
    prompt: reply@production
    parameters: { temperature: 0.2, stop: [END] }
    fallbacks: [anthropic/claude]
    rollout: manual
`;

it("is the configuration's routes and the files beside it, and no files where there is no configuration", async () => {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-tree-"));
  const path = join(folder, "holdfast.yaml");
  const env = { OPENAI_API_KEY: "set", ANTHROPIC_API_KEY: "set" };
  await mkdir(join(folder, "prompts"));
  await writeFile(join(folder, "prompts", "notes.md"), "anybody's");
  expect(readTreeSource(path, readConfig(undefined, path, env))).toEqual({ files: [], routes: [] });
  await writeFile(path, yaml);
  expect(readTreeSource(path, readConfig(yaml, path, env))).toEqual({
    files: [{ path: "prompts/notes.md", text: "anybody's" }],
    routes: [
      { name: "plain", target: "openai/gpt-5-mini", rollout: "immediate" },
      {
        name: "full",
        target: "openai/gpt-5-mini",
        prompt: "reply@production",
        parameters: { temperature: 0.2, stop: ["END"] },
        fallbacks: ["anthropic/claude"],
        rollout: "manual",
      },
    ],
  });
  await rm(folder, { recursive: true });
});
