import { afterAll, beforeAll, beforeEach } from "vitest";

import type { CallRecord } from "../../src/ledger/call-record.ts";
import { startTestGateway } from "../support/start-test-gateway.ts";
import type { TestGateway } from "../support/start-test-gateway.ts";
import { pause, startStubUpstream } from "../support/stub-upstream.ts";
import type { ReceivedRequest, StubHandler, StubUpstream } from "../support/stub-upstream.ts";

export const providerKey = "sk-provider-0123456789abcdef";

/** A gateway with every provider stubbed, and echo beside them, as an application's SDK meets it. */
export interface Flow {
  readonly gateway: TestGateway;
  readonly upstream: StubUpstream;
  readonly url: string;
  readonly key: string;
  /** Answers the requests from now on, one handler each; the last one answers all that follow. */
  answer(...handlers: readonly StubHandler[]): void;
  /** What reached the provider since this test began. */
  sent(): readonly ReceivedRequest[];
  /** The newest request at the provider, its body parsed as JSON. */
  sentJson(): Readonly<Record<string, unknown>>;
  /** The rows of this test's calls, once there are `count`. */
  rows(count: number): Promise<readonly CallRecord[]>;
}

/** Starts the parts once for a test file. `extra` is more of `holdfast.yaml`. */
export function useFlow(extra = ""): Flow {
  let gateway: TestGateway | undefined;
  let upstream: StubUpstream | undefined;
  let firstRow = 0;
  let firstRequest = 0;
  beforeAll(async () => {
    upstream = await startStubUpstream();
    gateway = await startTestGateway(flowConfig(upstream.url) + extra, { PROVIDER_KEY: providerKey });
  });
  beforeEach(() => {
    firstRow = gateway?.recorder.entries.length ?? 0;
    firstRequest = upstream?.requests.length ?? 0;
    upstream?.use((_request, response) => {
      response.writeHead(500).end("the test set no answer");
    });
  });
  afterAll(async () => {
    await gateway?.close();
    await upstream?.close();
  });
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("the flow is not up yet");
    return part;
  };
  const sent = () => started(upstream).requests.slice(firstRequest);
  return {
    get gateway() {
      return started(gateway);
    },
    get upstream() {
      return started(upstream);
    },
    get url() {
      return started(gateway).url;
    },
    get key() {
      return started(gateway).key;
    },
    answer(...handlers) {
      let at = 0;
      started(upstream).use((request, response) => {
        const handler = handlers[Math.min(at, handlers.length - 1)];
        at += 1;
        return handler?.(request, response);
      });
    },
    sent,
    sentJson: () => JSON.parse(String(sent().at(-1)?.body)),
    rows: (count) => waitForRows(started(gateway), firstRow, count),
  };
}

/** The rows after the first `from`, once there are `count`; rows come a moment after what the caller sees of a broken call. */
export async function waitForRows(gateway: TestGateway, from: number, count: number): Promise<readonly CallRecord[]> {
  const rows = () => gateway.recorder.entries.slice(from).map((entry) => entry.call);
  const deadline = performance.now() + 3_000;
  while (rows().length < count) {
    if (performance.now() > deadline) throw new Error(`${rows().length} rows were settled, not ${count}`);
    await pause(5);
  }
  return rows();
}

/** Every item of a stream, in order. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** What a promise rejects with; a promise that does not is a failed test. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`it did not fail but gave ${JSON.stringify(value)?.slice(0, 300)}`);
}

function flowConfig(url: string): string {
  return `
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY } }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  own-openai: { kind: openai-compatible, baseUrl: "${url}/own/v1", credentials: caller }
  own-anthropic: { kind: anthropic, baseUrl: "${url}/own", credentials: caller }
  own-gemini: { kind: gemini, baseUrl: "${url}/own", credentials: caller }
  gone: { kind: openai, baseUrl: "http://127.0.0.1:9/v1", apiKey: { env: PROVIDER_KEY } }
  gone-anthropic: { kind: anthropic, baseUrl: "http://127.0.0.1:9", apiKey: { env: PROVIDER_KEY } }
  gone-gemini: { kind: gemini, baseUrl: "http://127.0.0.1:9", apiKey: { env: PROVIDER_KEY } }
  echo: { kind: echo }
routes:
  support: { target: openai/gpt-4o-mini }
  thinker: { target: anthropic/claude-haiku-4-5 }
  flash: { target: gemini/gemini-2.5-flash }
  mirror: { target: echo/echo-1 }
`;
}
