import { HoldfastError, errorCatalogue } from "../../src/errors.ts";
import type { ErrorCode } from "../../src/errors.ts";
import { hang, pause, reset } from "../support/stub-upstream.ts";
import type { StubHandler } from "../support/stub-upstream.ts";
import type { Flow } from "./flow-fixture.ts";

export type Api = "openai" | "anthropic" | "gemini";

/** How to bring a refusal about with an SDK: everything that differs from a call that works. */
export interface Situation {
  readonly code: ErrorCode;
  /** What stands between the gateway's address and the SDK's own path. */
  readonly base?: string;
  readonly key?: (flow: Flow) => string | Promise<string>;
  readonly model?: string | Readonly<Record<Api, string>>;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer?: StubHandler;
  /** APIs that cannot get into it. */
  readonly notWith?: readonly Api[];
}

/** Bounds that make refusals quick to reach. */
export const tightLimits = `
limits: { bodyBytes: 64KiB, firstByte: 400ms, idle: 5s, total: 1s }
`;

/** Sends its head at once, and its body for longer than any call may take. */
const drip: StubHandler = async (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" });
  for (let sent = 0; sent < 30 && !response.destroyed; sent += 1) {
    response.write(" ");
    await pause(100);
  }
  response.end();
};

const cut: StubHandler = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
  response.write("{");
  setTimeout(() => response.destroy(), 20);
};

export const situations: readonly Situation[] = [
  { code: "key-missing", key: () => " " },
  { code: "key-unknown", key: () => "hf_0123456789abcdefghijklmnopqrstuvwxyz" },
  { code: "key-revoked", key: revokedKey },
  { code: "key-expired", key: expiredKey },
  { code: "scope-missing", key: (flow) => flow.gateway.issue({ scopes: ["passthrough"] }).key },
  { code: "route-forbidden", key: (flow) => flow.gateway.issue({ allowedRoutes: ["support"] }).key, model: "mirror" },
  {
    code: "credential-missing",
    model: { openai: "own-openai/m", anthropic: "own-anthropic/m", gemini: "own-gemini/m" },
  },
  { code: "request-invalid", headers: { "holdfast-tags": "no equals sign" } },
  { code: "model-unknown", model: "suport" },
  // Google's SDK names no model in a body, and its path would be no model's.
  { code: "model-missing", model: "", notWith: ["gemini"] },
  {
    code: "dialect-unsupported",
    model: { openai: "anthropic/claude-haiku-4-5", anthropic: "openai/gpt-4o", gemini: "openai/gpt-4o" },
  },
  { code: "provider-unknown", base: "/providers/nobody" },
  { code: "endpoint-unknown", base: "/v1x" },
  { code: "body-too-large", text: "x".repeat(70_000) },
  { code: "upstream-unreachable", answer: reset() },
  { code: "upstream-unreachable", model: { openai: "gone/m", anthropic: "gone-anthropic/m", gemini: "gone-gemini/m" } },
  { code: "upstream-timeout", answer: hang() },
  { code: "upstream-broke", answer: cut },
  { code: "call-timeout", answer: drip },
];

export function statusOf(code: ErrorCode): number {
  return errorCatalogue[code].status;
}

/** The sentence that every message of the code begins with. */
export function sentenceOf(code: ErrorCode): string {
  return new HoldfastError(code).message;
}

function revokedKey(flow: Flow): string {
  const { key, record } = flow.gateway.issue();
  flow.gateway.revoke(record);
  return key;
}

async function expiredKey(flow: Flow): Promise<string> {
  const { key } = flow.gateway.issue({ expiresAt: Date.now() + 30 });
  await pause(60);
  return key;
}
