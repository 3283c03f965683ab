import type { Config } from "../config/config.ts";

type ProviderKind = Config["providers"][string]["kind"];

/** A first request that this configuration can answer. */
export interface FirstCall {
  readonly path: string;
  /** The header that carries the key, as the dialect's own SDK sends it. */
  readonly keyHeader: (key: string) => string;
  readonly otherHeaders: readonly string[];
  readonly body: string;
}

/** Small, cheap, and there when this was written; an operator's routes go before them. */
const usualModels: Readonly<Partial<Record<ProviderKind, string>>> = {
  openai: "gpt-5-mini",
  anthropic: "claude-haiku-4-5",
  gemini: "gemini-2.5-flash",
  echo: "echo",
};

/** What to try first: a route whose prompt wants no variables, else a usual model of the first provider that has one. */
export function firstCall(config: Config): FirstCall {
  const route = Object.entries(config.routes).find(([, { prompt }]) => prompt === undefined);
  if (route !== undefined) {
    const [name, { target }] = route;
    const provider = config.providers[target.slice(0, target.indexOf("/"))];
    if (provider !== undefined) return callTo(provider.kind, name);
  }
  for (const [id, { kind }] of Object.entries(config.providers)) {
    const model = usualModels[kind];
    if (model !== undefined) return callTo(kind, `${id}/${model}`);
  }
  const [first = "provider"] = Object.keys(config.providers);
  return callTo("openai-compatible", `${first}/<a model of ${first}>`);
}

function callTo(kind: ProviderKind, model: string): FirstCall {
  switch (kind) {
    case "anthropic":
      return {
        path: "/v1/messages",
        keyHeader: (key) => `x-api-key: ${key}`,
        otherHeaders: ["anthropic-version: 2023-06-01"],
        body: JSON.stringify({ model, max_tokens: 100, messages: [{ role: "user", content: "Hello!" }] }),
      };
    case "gemini":
      return {
        path: `/v1beta/models/${model}:generateContent`,
        keyHeader: (key) => `x-goog-api-key: ${key}`,
        otherHeaders: [],
        body: JSON.stringify({ contents: [{ parts: [{ text: "Hello!" }] }] }),
      };
    default:
      return {
        path: "/v1/chat/completions",
        keyHeader: (key) => `authorization: Bearer ${key}`,
        otherHeaders: [],
        body: JSON.stringify({ model, messages: [{ role: "user", content: "Hello!" }] }),
      };
  }
}
