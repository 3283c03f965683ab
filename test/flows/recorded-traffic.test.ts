import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import OpenAI from "openai";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { corpusFolder } from "../support/recorded-usage.ts";
import { startTestGateway } from "../support/start-test-gateway.ts";
import type { TestGateway } from "../support/start-test-gateway.ts";
import { all } from "./flow-fixture.ts";

/** One in so many of the answers that succeeded; of those that did not, all. */
const every = 3;
const replayProgram = `${corpusFolder}replay.mjs`;
const isPresent = existsSync(replayProgram);
if (!isPresent) console.warn(`Skipped: there is no recorded traffic at ${corpusFolder}, so no SDK reads it.`);

interface Replay {
  readonly url: string;
  close(): Promise<void>;
}

interface ReplayModule {
  startReplay(options: object): Promise<Replay>;
}

function isReplayModule(module: unknown): module is ReplayModule {
  return typeof module === "object" && module !== null && "startReplay" in module;
}

interface Recording {
  readonly id: string;
  readonly provider: string;
  readonly api: string;
  readonly stream: boolean;
  readonly status: number;
}

function recordings(provider: string, api: string): readonly Recording[] {
  if (!isPresent) return [];
  const [, ...lines] = readFileSync(`${corpusFolder}index.tsv`, "utf8").trimEnd().split("\n");
  return lines
    .map((line) => line.split("\t"))
    .map(([id = "", , , by = "", of = "", , stream, status]) => ({
      id,
      provider: by,
      api: of,
      stream: stream === "1",
      status: Number(status),
    }))
    .filter((recording) => recording.provider === provider && recording.api === api)
    .filter((recording, index) => index % every === 0 || recording.status !== 200);
}

/** Where to ask, and with which key: straight at the provider, or through the gateway. */
interface Way {
  readonly url: string;
  readonly key: string;
}

const ask = [{ role: "user" as const, content: "x" }];
const openai = ({ url, key }: Way) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const anthropic = ({ url, key }: Way) => new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 });
const google = ({ url, key }: Way) => new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } });

/** Asks for one recording by its id; what the request says is then of no account. */
type Ask = (way: Way, headers: Record<string, string>, stream: boolean) => Promise<unknown>;

const apis: readonly { readonly provider: string; readonly api: string; readonly ask: Ask }[] = [
  {
    provider: "openai",
    api: "chat.completions",
    async ask(way, headers, stream) {
      const { completions } = openai(way).chat;
      const body = { model: "gpt-4o-mini", messages: ask };
      if (!stream) return completions.create(body, { headers });
      const options = { include_usage: true };
      return all(await completions.create({ ...body, stream: true, stream_options: options }, { headers }));
    },
  },
  {
    provider: "openai",
    api: "responses",
    async ask(way, headers, stream) {
      const { responses } = openai(way);
      const body = { model: "gpt-4o-mini", input: "x" };
      return stream
        ? all(await responses.create({ ...body, stream: true }, { headers }))
        : responses.create(body, { headers });
    },
  },
  {
    provider: "openai",
    api: "embeddings",
    ask: (way, headers) =>
      openai(way).embeddings.create(
        { model: "text-embedding-3-small", input: "x", encoding_format: "float" },
        { headers },
      ),
  },
  {
    provider: "anthropic",
    api: "messages",
    async ask(way, headers, stream) {
      const { messages } = anthropic(way);
      const body = { model: "claude-haiku-4-5", max_tokens: 10, messages: ask };
      return stream
        ? all(await messages.create({ ...body, stream: true }, { headers }))
        : messages.create(body, { headers });
    },
  },
  {
    provider: "anthropic",
    api: "count_tokens",
    ask: (way, headers) =>
      anthropic(way).messages.countTokens({ model: "claude-haiku-4-5", messages: ask }, { headers }),
  },
  {
    provider: "google",
    api: "generateContent",
    async ask(way, headers, stream) {
      const { models } = google(way);
      const body = { model: "gemini-2.5-flash", contents: "x", config: { httpOptions: { headers } } };
      return stream ? await all(await models.generateContentStream(body)) : [await models.generateContent(body)];
    },
  },
];

/** What an SDK made of an answer: a value, or the error it raised. */
async function outcome(asking: Promise<unknown>): Promise<string> {
  try {
    // Google's SDK shows an answer's headers, which differ.
    return JSON.stringify(await asking, (key, value: unknown) => (key === "sdkHttpResponse" ? undefined : value));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.constructor.name}: ${error.message}`;
  }
}

describe.skipIf(!isPresent)("recorded answers of real providers", () => {
  let replay: Replay | undefined;
  let gateway: TestGateway | undefined;
  beforeAll(async () => {
    const module: unknown = await import(replayProgram);
    if (!isReplayModule(module)) throw new Error(`${replayProgram} exports no startReplay`);
    replay = await module.startReplay({ provider: ["openai", "anthropic", "google"], splitBytes: 700 });
    const { url } = replay;
    gateway = await startTestGateway(
      `
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY }, forwardHeaders: [x-replay-id] }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY }, forwardHeaders: [x-replay-id] }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY }, forwardHeaders: [x-replay-id] }
`,
      { PROVIDER_KEY: "sk-provider" },
    );
  });
  afterAll(async () => {
    await gateway?.close();
    await replay?.close();
  });

  it.each(apis)("to $provider's $api are to the SDK what they are without a gateway", async (api) => {
    if (gateway === undefined || replay === undefined) throw new Error("the replay is not up");
    const chosen = recordings(api.provider, api.api);
    expect(chosen.length).toBeGreaterThan(2);
    for (const { id, stream } of chosen) {
      const headers = { "x-replay-id": id };
      const straight = await outcome(api.ask({ url: replay.url, key: "sk-provider" }, headers, stream));
      const through = await outcome(api.ask({ url: gateway.url, key: gateway.key }, headers, stream));
      expect(straight, id).not.toContain("replay_no_match");
      expect(through, id).toBe(straight);
    }
  });
});
