import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { noOwnPostgres, startOwnPostgres } from "../durability/own-postgres.ts";
import type { OwnPostgres } from "../durability/own-postgres.ts";
import { startGateway } from "../support/running-gateway.ts";
import type { RunningGateway } from "../support/running-gateway.ts";
import { root } from "../support/source-files.ts";
import { answerJson, startStubUpstream } from "../support/stub-upstream.ts";
import type { StubUpstream } from "../support/stub-upstream.ts";
import { message } from "./anthropic-answers.ts";
import { generated } from "./gemini-answers.ts";
import { chatCompletion, outputMessage, response } from "./openai-answers.ts";

/** A pin that was moved holds on every replica within this. */
const effectiveWithinMs = 1_000;
const row = z.object({ release: z.string().nullable(), prompt: z.string().nullable(), route: z.string().nullable() });

/** Two replicas on one Postgres, a folder as an application has it, and the command line beside them. */
class Story {
  readonly folder = mkdtempSync(join(tmpdir(), "holdfast-story-"));
  readonly database: OwnPostgres;
  readonly upstream: StubUpstream;
  readonly url: string;
  replicas: readonly RunningGateway[] = [];
  key = "";

  constructor(database: OwnPostgres, upstream: StubUpstream, url: string) {
    this.database = database;
    this.upstream = upstream;
    this.url = url;
  }

  static async begin(): Promise<Story> {
    const database = await startOwnPostgres();
    const story = new Story(database, await startStubUpstream(answerAny), await database.makeDatabase("story"));
    mkdirSync(join(story.folder, "prompts"));
    writeFileSync(join(story.folder, "holdfast.yaml"), configText(story.upstream.url));
    story.writePrompt("Greet {{ name }} warmly.");
    const configPath = join(story.folder, "holdfast.yaml");
    story.replicas = await Promise.all(
      ["a", "b"].map((name) =>
        startGateway({ configPath, dataDir: join(story.folder, name), env: { DATABASE_URL: story.url } }),
      ),
    );
    story.key = story.replicas.flatMap(({ firstStart }) => firstStart?.apiKey ?? [])[0] ?? "";
    // The other replica knows of the first key as it knows of any new one.
    await sleep(effectiveWithinMs);
    return story;
  }

  writePrompt(line: string): void {
    const front =
      "---\ndescription: Greets.\nvariables:\n  name: { trust: user }\nparameters: { temperature: 0 }\n---\n";
    writeFileSync(join(this.folder, "prompts", "greeting.md"), `${front}system:\nBe brief.\n\nuser:\n${line}\n`);
  }

  /** Runs the command line in the application's folder, on the store itself. */
  async holdfast(...words: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [join(root, "src/entry/cli.ts"), ...words], {
      cwd: this.folder,
      env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: this.url, PROVIDER_KEY: "sk-provider", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`holdfast ${words.join(" ")} ended with ${code}: ${said}`);
    return said;
  }

  replica(index: number): RunningGateway {
    const found = this.replicas[index];
    if (found === undefined) throw new Error(`there is no replica ${index}`);
    return found;
  }

  openai(index = 0): OpenAI {
    return new OpenAI({ baseURL: `${this.replica(index).url}/v1`, apiKey: this.key, maxRetries: 0 });
  }

  sent(): Readonly<Record<string, unknown>> {
    return JSON.parse(String(this.upstream.requests.at(-1)?.body));
  }

  /** Asks a replica until it serves this release; resolves with the milliseconds that it took, those without a processor left out. */
  async untilServed(release: string, index: number): Promise<number> {
    const began = performance.now();
    const waited = this.replica(index).waitedForProcessorMs();
    for (;;) {
      const { response: http } = await greet(this.openai(index)).withResponse();
      const tookMs = performance.now() - began;
      if (http.headers.get("holdfast-release") === release) {
        return tookMs - (this.replica(index).waitedForProcessorMs() - waited);
      }
      if (tookMs > 10_000) throw new Error(`replica ${index} does not serve ${release}`);
      await sleep(10);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.kill()));
    await this.upstream.close();
    await this.database.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const answerAny: Parameters<typeof startStubUpstream>[0] = (request, http) => {
  const answers: readonly (readonly [string, object])[] = [
    ["/chat/completions", chatCompletion({ content: "Hello." })],
    ["/responses", response([outputMessage("Hello.")])],
    ["/messages", message([{ type: "text", text: "Hello." }])],
    [":generateContent", generated([{ text: "Hello." }], "STOP")],
  ];
  const found = answers.find(([ending]) => request.url.split("?")[0]?.endsWith(ending) === true);
  return answerJson(found?.[1] ?? { error: { message: request.url } }, found === undefined ? 404 : 200)(request, http);
};

function configText(url: string): string {
  return `
server: { port: 0 }
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY } }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
routes:
  greet: { target: openai/gpt-4o-mini, prompt: greeting }
  greet-claude: { target: anthropic/claude-haiku-4-5, prompt: greeting, parameters: { maxOutputTokens: 50 } }
  greet-gemini: { target: gemini/gemini-2.5-flash, prompt: greeting }
`;
}

/** The SDKs' types do not know Holdfast's member; it is sent as it is. */
const variablesOnly = { prompt: { variables: { name: "Ada" } } };

function greet(client: OpenAI) {
  return client.chat.completions.create({ model: "greet", messages: [], ...variablesOnly });
}

describe.skipIf(noOwnPostgres !== undefined)(noOwnPostgres ?? "a prompt's life, on two replicas", () => {
  let begun: Story | undefined;
  const story = (): Story => {
    if (begun === undefined) throw new Error("the story has not begun");
    return begun;
  };
  beforeAll(async () => {
    begun = await Story.begin();
  }, 90_000);
  afterAll(() => begun?.end());

  it("the first start brings what the registry does not know, and calls send variables only", async () => {
    const { data, response: http } = await greet(story().openai()).withResponse();
    expect(data.choices[0]?.message.content).toBe("Hello.");
    expect(story().sent()).toEqual({
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Greet Ada warmly." },
      ],
      temperature: 0,
    });
    expect(http.headers.get("holdfast-release")).toBe("greet@1");
    expect(http.headers.get("holdfast-prompt")).toBe("greeting@1");
  });

  it("an edited file shows in the plan, is applied as one version and three releases, and serves on both replicas", async () => {
    story().writePrompt("Greet {{ name }} in one word.");
    const plan = await story().holdfast("plan");
    expect(plan).toContain("in one word");
    expect(plan).toContain("greeting");
    const { response: before } = await greet(story().openai()).withResponse();
    expect(before.headers.get("holdfast-release")).toBe("greet@1");
    await story().holdfast("apply", "--message", "shorter");
    const took = await Promise.all([story().untilServed("greet@2", 0), story().untilServed("greet@2", 1)]);
    expect(Math.max(...took)).toBeLessThan(effectiveWithinMs);
  });

  it("OpenAI's Responses API, Anthropic's and Gemini's SDKs get the same version in their own words", async () => {
    const client = story().openai();
    const asked = { model: "openai/gpt-4o-mini", prompt: { id: "greeting", variables: { name: "Ada" } } };
    await client.responses.create(asked);
    expect(story().sent()).toMatchObject({ model: "gpt-4o-mini", temperature: 0 });
    expect(JSON.stringify(story().sent())).toContain("Greet Ada in one word.");
    expect(story().sent()).not.toHaveProperty("prompt");
    const anthropic = new Anthropic({ baseURL: story().replica(0).url, apiKey: story().key, maxRetries: 0 });
    const ask = { model: "greet-claude", max_tokens: 99, messages: [], ...variablesOnly };
    const { response: http } = await anthropic.messages.create(ask).withResponse();
    expect(http.headers.get("holdfast-prompt")).toBe("greeting@2");
    expect(story().sent()).toMatchObject({
      model: "claude-haiku-4-5",
      max_tokens: 99,
      system: [{ type: "text", text: "Be brief." }],
      messages: [{ role: "user", content: "Greet Ada in one word." }],
    });
    const google = new GoogleGenAI({ apiKey: story().key, httpOptions: { baseUrl: story().replica(1).url } });
    const answer = await google.models.generateContent({
      model: "greet-gemini",
      contents: "Please.",
      config: { httpOptions: { extraBody: variablesOnly } },
    });
    expect(answer.text).toBe("Hello.");
    expect(story().sent()).toMatchObject({
      systemInstruction: { parts: [{ text: "Be brief." }] },
      contents: [
        { role: "user", parts: [{ text: "Greet Ada in one word." }] },
        { role: "user", parts: [{ text: "Please." }] },
      ],
    });
  });

  it("a rollback brings the old text back on both replicas within a second, and applying again leaves it", async () => {
    const said = await story().holdfast("rollback", "greet", "--reason", "too curt");
    expect(said).toContain("greet@1");
    const took = await Promise.all([story().untilServed("greet@1", 0), story().untilServed("greet@1", 1)]);
    expect(Math.max(...took)).toBeLessThan(effectiveWithinMs);
    expect(JSON.stringify(story().sent())).toContain("Greet Ada warmly.");
    await story().holdfast("apply");
    await sleep(effectiveWithinMs);
    const { response: http } = await greet(story().openai(1)).withResponse();
    expect(http.headers.get("holdfast-release")).toBe("greet@1");
    expect(await story().holdfast("status", "greet")).toContain("too curt");
  });

  it("the ledger says which release and which prompt version answered", async () => {
    await sleep(500);
    const listed = await story().holdfast("calls", "list", "--route", "greet", "--json", "--limit", "1");
    expect(row.parse(JSON.parse(listed))).toEqual({ release: "greet@1", prompt: "greeting@1", route: "greet" });
  });

  it("a key with the scope forces another release, and one without is refused", async () => {
    const made = z.object({ key: z.string() });
    const create = (...more: string[]) => story().holdfast("keys", "create", "--name", "trial", "--json", ...more);
    const { key } = made.parse(JSON.parse(await create("--scope", "call", "--scope", "releases:write")));
    await sleep(effectiveWithinMs);
    const force = { headers: { "holdfast-release": "greet@2" } };
    const body = { model: "greet", messages: [], ...variablesOnly };
    const client = new OpenAI({ baseURL: `${story().replica(0).url}/v1`, apiKey: key, maxRetries: 0 });
    const { response: http } = await client.chat.completions.create(body, force).withResponse();
    expect(http.headers.get("holdfast-release")).toBe("greet@2");
    expect(JSON.stringify(story().sent())).toContain("in one word");
    const unknown = client.chat.completions.create(body, { headers: { "holdfast-release": "99" } });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: "release-unknown" });
    const refused = story().openai().chat.completions.create(body, force);
    await expect(refused).rejects.toMatchObject({ status: 403, code: "scope-missing" });
  });

  it("an unknown prompt, a missing variable and another prompt than the bound one are refused before any provider", async () => {
    const known = story().upstream.requests.length;
    const client = story().openai();
    const ask = (prompt: object, model = "openai/gpt-4o-mini") => {
      const body = { model, messages: [], prompt };
      return client.chat.completions.create(body);
    };
    await expect(ask({ id: "nobody" })).rejects.toMatchObject({ status: 404, code: "prompt-unknown" });
    await expect(ask({ id: "greeting", version: "99" })).rejects.toMatchObject({ status: 404, code: "prompt-unknown" });
    await expect(ask({ id: "greeting" })).rejects.toMatchObject({ status: 400, code: "variable-missing" });
    await expect(ask({ id: "other" }, "greet")).rejects.toMatchObject({ status: 400, code: "request-invalid" });
    expect(story().upstream.requests.length).toBe(known);
  });
});
