import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { z } from "zod";
import { openFolder } from "../cli/cli-fixture.ts";
import type { Ran } from "../cli/cli-fixture.ts";
import { startGateway } from "../support/running-gateway.ts";
import { answerEvents, answerJson, startStubUpstream } from "../support/stub-upstream.ts";
import type { StubHandler, StubUpstream } from "../support/stub-upstream.ts";
import { message, text } from "./anthropic-answers.ts";
import { generated, generatedEvents } from "./gemini-answers.ts";
import { chatCompletion, chatEvents } from "./openai-answers.ts";

export type Json = Record<string, ReturnType<typeof JSON.parse>>;

/** A gateway that captures all bodies, its provider, and the command line beside it. The route `greet` has two releases. */
export interface ReplayFlow {
  readonly url: string;
  readonly upstream: StubUpstream;
  /** Asks the admin API, with the admin's key where no other is given. */
  api(path: string, body?: object, token?: string): Promise<{ readonly status: number; readonly body: Json }>;
  /** Makes a call as an application does; resolves with its id once the ledger has it. */
  call(path: string, body: object): Promise<string>;
  /** A call's row, once the ledger has it. */
  row(id: string): Promise<Json>;
  /** What a replay shows; throws when it is refused. */
  replay(id: string, wish?: object): Promise<Json>;
  /** Runs the command line in a folder without a configuration. */
  command(...argv: readonly string[]): Promise<Ran>;
}

/** How long a row may take into the database. */
const patienceMs = 10_000;
const promptText = (line: string) => `---\ndescription: Greets.\nvariables: { name: {} }\n---\nuser:\n${line}\n`;
const routes = [
  { name: "greet", target: "openai/gpt-4o-mini", prompt: "greeting", rollout: "manual" },
  { name: "claude", target: "anthropic/claude-haiku-4-5", rollout: "manual" },
];

const configText = (url: string) => `
server: { port: 0 }
capture: { bodies: all, maxBytes: 4KiB }
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY } }
  other: { kind: openai-compatible, baseUrl: "${url}/other/v1", apiKey: { env: PROVIDER_KEY } }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
routes:
  greet: { target: openai/gpt-4o-mini, prompt: greeting }
  claude: { target: anthropic/claude-haiku-4-5 }
`;

/** Says what it was asked, so that an answer shows which prompt asked for it. */
export const sayIt: StubHandler = (request, response) => {
  const path = request.url.split("?")[0] ?? "";
  const body: Json = JSON.parse(String(request.body) || "{}");
  const said = `You said: ${body["messages"]?.at(-1)?.content ?? body["contents"]?.[0]?.parts[0].text}`;
  if (path.endsWith(":streamGenerateContent")) return answerEvents(generatedEvents([said]))(request, response);
  if (path.endsWith(":generateContent")) return answerJson(generated([{ text: said }], "STOP"))(request, response);
  if (path.endsWith("/messages")) return answerJson(message([text(said)]))(request, response);
  if (body["stream"] === true) return answerEvents(chatEvents([{ content: said }]))(request, response);
  return answerJson(chatCompletion({ content: said }))(request, response);
};

/** Starts the parts once for a test file. */
export function useReplayFlow(): ReplayFlow {
  let started: (ReplayFlow & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    started = await startReplayFlow();
  }, 60_000);
  afterAll(() => started?.close());
  const flow = (): ReplayFlow => {
    if (started === undefined) throw new Error("the gateway is not up yet");
    return started;
  };
  return {
    get url() {
      return flow().url;
    },
    get upstream() {
      return flow().upstream;
    },
    api: (...given) => flow().api(...given),
    call: (...given) => flow().call(...given),
    row: (id) => flow().row(id),
    replay: (...given) => flow().replay(...given),
    command: (...argv) => flow().command(...argv),
  };
}

async function startReplayFlow(): Promise<ReplayFlow & { close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-replay-"));
  const upstream = await startStubUpstream(sayIt);
  mkdirSync(join(folder, "prompts"));
  writeFileSync(join(folder, "prompts", "greeting.md"), promptText("Greet {{ name }} warmly."));
  const configPath = join(folder, "holdfast.yaml");
  writeFileSync(configPath, configText(upstream.url));
  const gateway = await startGateway({ configPath, dataDir: join(folder, "data") });
  const { adminToken = "", apiKey = "" } = gateway.firstStart ?? {};
  const elsewhere = await openFolder({ config: "none", env: { HOLDFAST_TOKEN: adminToken } });

  const post = (path: string, body: object, token: string): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const api: ReplayFlow["api"] = async (path, body, token = adminToken) => {
    const response = await (body === undefined
      ? fetch(`${gateway.url}${path}`, { headers: { authorization: `Bearer ${token}` } })
      : post(path, body, token));
    return { status: response.status, body: z.record(z.string(), z.any()).parse(await response.json()) };
  };
  const row: ReplayFlow["row"] = async (id) => {
    for (const began = performance.now(); performance.now() - began < patienceMs;) {
      const { status, body } = await api(`/api/calls/${id}`);
      if (status === 200) return body["call"];
      await sleep(20);
    }
    throw new Error(`the ledger does not have ${id}`);
  };

  // The second release waits, and the first goes on serving.
  const files = [{ path: "prompts/greeting.md", text: promptText("Greet {{ name }} in one word.") }];
  const applied = await api("/api/apply", { files, routes });
  if (applied.status !== 200) throw new Error(`applying failed: ${JSON.stringify(applied.body)}`);
  return {
    url: gateway.url,
    upstream,
    api,
    row,
    async call(path, body) {
      const response = await post(path, body, apiKey);
      await response.text();
      const id = response.headers.get("holdfast-call-id") ?? "";
      await row(id);
      return id;
    },
    async replay(id, wish = {}) {
      const { status, body } = await api(`/api/calls/${id}/replay`, wish);
      if (status !== 200) throw new Error(`the replay was refused: ${JSON.stringify(body)}`);
      return body;
    },
    command: (...argv) => elsewhere.run(...argv),
    async close() {
      await elsewhere.close();
      await gateway.kill();
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
