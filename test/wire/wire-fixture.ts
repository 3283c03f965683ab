import { afterAll, beforeAll, beforeEach } from "vitest";

import type { CallRecord } from "../../src/ledger/call-record.ts";
import { startStubUpstream } from "../support/stub-upstream.ts";
import type { StubUpstream } from "../support/stub-upstream.ts";
import { startTestGateway } from "../support/start-test-gateway.ts";
import type { TestGateway } from "../support/start-test-gateway.ts";

export const providerKey = "sk-provider-0123456789abcdef";

export interface Wire {
  readonly gateway: TestGateway;
  readonly upstream: StubUpstream;
  /** POSTs JSON, or text as it is, with the test's key. */
  post(
    path: string,
    body: unknown,
    options?: { headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
  /** The row of the newest call. */
  settled(): Promise<CallRecord>;
}

/** A gateway in front of a stub provider, started once for a test file. `extra` is more of `holdfast.yaml`. */
export function useWire(extra: string | ((upstreamUrl: string) => string) = ""): Wire {
  let gateway: TestGateway | undefined;
  let upstream: StubUpstream | undefined;
  beforeAll(async () => {
    upstream = await startStubUpstream();
    const more = typeof extra === "string" ? extra : extra(upstream.url);
    gateway = await startTestGateway(wireConfig(upstream.url) + more, { PROVIDER_KEY: providerKey });
  });
  beforeEach(() => {
    upstream?.use((_request, response) => {
      response.writeHead(500).end("the test set no answer");
    });
  });
  afterAll(async () => {
    await gateway?.close();
    await upstream?.close();
  });
  const started = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error("the wire is not up yet");
    return part;
  };
  return {
    get gateway() {
      return started(gateway);
    },
    get upstream() {
      return started(upstream);
    },
    post: (path, body, options = {}) =>
      fetch(`${started(gateway).url}${path}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${started(gateway).key}`,
          "content-type": "application/json",
          ...options.headers,
        },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }),
    async settled() {
      const { recorder } = started(gateway);
      let call = await recorder.next();
      while (recorder.entries.at(-1)?.call !== call) call = await recorder.next();
      return call;
    },
  };
}

function wireConfig(url: string): string {
  return `
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY } }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  own: { kind: openai-compatible, baseUrl: "${url}/own/v1", credentials: caller }
  nowhere: { kind: openai, baseUrl: "http://127.0.0.1:9/v1", apiKey: { env: PROVIDER_KEY } }
routes:
  support: { target: openai/gpt-4o-mini }
`;
}
