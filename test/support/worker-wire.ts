import { afterAll, beforeAll } from "vitest";

import { startStubUpstream } from "./stub-upstream.ts";
import type { StubUpstream } from "./stub-upstream.ts";
import { startWorkerGateway } from "./worker-gateway.ts";
import type { WorkerGateway, WorkerOptions } from "./worker-gateway.ts";

export const providerKey = "sk-provider-0123456789abcdef";

export interface WorkerWire {
  readonly worker: WorkerGateway;
  readonly upstream: StubUpstream;
}

/** The built Worker in front of a stub provider, started once for a test file. `extra` is more of `holdfast.yaml`. */
export function useWorkerWire(
  extra: string | ((upstreamUrl: string) => string) = "",
  options: Omit<WorkerOptions, "texts"> = {},
): WorkerWire {
  let worker: WorkerGateway | undefined;
  let upstream: StubUpstream | undefined;
  beforeAll(async () => {
    upstream = await startStubUpstream();
    const more = typeof extra === "string" ? extra : extra(upstream.url);
    worker = await startWorkerGateway({
      ...options,
      texts: { HOLDFAST_CONFIG: wireConfig(upstream.url) + more, PROVIDER_KEY: providerKey },
    });
  });
  afterAll(async () => {
    await worker?.close();
    await upstream?.close();
  });
  const started = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error("the wire is not up yet");
    return part;
  };
  return {
    get worker() {
      return started(worker);
    },
    get upstream() {
      return started(upstream);
    },
  };
}

function wireConfig(url: string): string {
  return `
providers:
  openai: { kind: openai, baseUrl: "${url}/v1", apiKey: { env: PROVIDER_KEY } }
  anthropic: { kind: anthropic, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  gemini: { kind: gemini, baseUrl: "${url}", apiKey: { env: PROVIDER_KEY } }
  echo: { kind: echo }
routes:
  support: { target: openai/gpt-4o-mini }
`;
}
