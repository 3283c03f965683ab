import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { startTestGateway } from "../support/start-test-gateway.ts";
import type { TestGateway } from "../support/start-test-gateway.ts";
import { waitForRows } from "./flow-fixture.ts";

const run = promisify(execFile);
const folder = new URL("../../docs/examples/", import.meta.url);
const guide = readFileSync(new URL("../../docs/guide-application-developer.md", import.meta.url), "utf8");
const examples = readdirSync(folder).filter((name) => name.endsWith(".mjs"));

let gateway: TestGateway | undefined;
beforeAll(async () => {
  gateway = await startTestGateway(`
providers:
  echo: { kind: echo }
routes:
  support: { target: echo/echo-1 }
`);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await gateway?.close();
});

describe("the examples of the application developer's guide", () => {
  it("are these", () => {
    expect(examples).toEqual(["anthropic.mjs", "google-genai.mjs", "langchain.mjs", "openai.mjs", "vercel-ai-sdk.mjs"]);
  });

  it.each(examples)("%s runs against the echo provider and leaves its row", async (name) => {
    if (gateway === undefined) throw new Error("the gateway is not up");
    const before = gateway.recorder.entries.length;
    const env = { PATH: process.env["PATH"], HOLDFAST_URL: gateway.url, HOLDFAST_KEY: gateway.key };
    const { stdout } = await run(process.execPath, [new URL(name, folder).pathname], { env, timeout: 20_000 });
    expect(stdout).toBe("Hello, plane!");
    const [row] = await waitForRows(gateway, before, 1);
    expect(row).toMatchObject({ route: "support", outcome: "answered", stream: true, usage_source: "provider" });
  });

  it.each(examples)("%s stands in the guide as it is", (name) => {
    expect(guide).toContain(readFileSync(new URL(name, folder), "utf8"));
  });
});

describe("the environment variables of the guide", () => {
  it("are all that each SDK needs", async () => {
    if (gateway === undefined) throw new Error("the gateway is not up");
    const { url, key } = gateway;
    vi.stubEnv("OPENAI_BASE_URL", `${url}/v1`);
    vi.stubEnv("ANTHROPIC_BASE_URL", url);
    vi.stubEnv("GOOGLE_GEMINI_BASE_URL", url);
    for (const name of ["OPENAI", "ANTHROPIC", "GEMINI"]) vi.stubEnv(`${name}_API_KEY`, key);
    const messages = [{ role: "user" as const, content: "Hello, plane!" }];
    const before = gateway.recorder.entries.length;
    await new OpenAI().chat.completions.create({ model: "support", messages });
    await new Anthropic().messages.create({ model: "support", max_tokens: 10, messages });
    await new GoogleGenAI({}).models.generateContent({ model: "support", contents: "Hello, plane!" });
    const rows = await waitForRows(gateway, before, 3);
    expect(rows.map((row) => row.dialect)).toEqual(["openai-chat", "anthropic-messages", "gemini"]);
  });
});
