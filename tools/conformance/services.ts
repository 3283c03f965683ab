import { findProvider } from "@pydantic/genai-prices";
import { knownHost } from "../../src/providers/known-hosts.ts";
import type { RecordedExchange } from "./recorded-exchange.ts";

/** Which of the three APIs an exchange speaks. */
export type Family = "openai" | "anthropic" | "gemini";
export type ServiceKind = "openai" | "anthropic" | "gemini" | "openai-compatible" | "azure-openai";

/** A provider as the gateway has to be configured for it. */
export interface Service {
  /** Its name in the gateway's configuration. */
  readonly id: string;
  readonly family: Family;
  readonly kind: ServiceKind;
  /** The path of the base URL: empty, `/v1`, `/openai/v1` … */
  readonly basePath: string;
  /** The provider in the price package; undefined: it knows none, so nothing has a price. */
  readonly priceId: string | undefined;
  /** What is known of the recorded host, which the gateway cannot see behind the base URL of a replay. */
  readonly reasoningBesideOutput: boolean;
  readonly streamOptions: boolean;
}

/** Where a provider answers, for recordings that do not say so. */
const usualHosts: Readonly<Record<string, string>> = {
  alibaba: "dashscope.aliyuncs.com",
  anthropic: "api.anthropic.com",
  cerebras: "api.cerebras.ai",
  cohere: "api.cohere.com",
  deepseek: "api.deepseek.com",
  "github-copilot": "api.githubcopilot.com",
  google: "generativelanguage.googleapis.com",
  groq: "api.groq.com",
  huggingface: "router.huggingface.co",
  mistral: "api.mistral.ai",
  moonshot: "api.moonshot.ai",
  openai: "api.openai.com",
  openrouter: "openrouter.ai",
  perplexity: "api.perplexity.ai",
  together: "api.together.xyz",
  venice: "api.venice.ai",
  voyage: "api.voyageai.com",
  xai: "api.x.ai",
  zai: "api.z.ai",
};

const kindOfFamily = { anthropic: "anthropic", gemini: "gemini" } as const;
const ownPriceIds: Readonly<Partial<Record<ServiceKind, string>>> = {
  openai: "openai",
  anthropic: "anthropic",
  gemini: "google",
  "azure-openai": "azure",
};

/** The services that a corpus needs, each under one name. */
export class Services {
  readonly #known = new Map<string, Service>();

  get all(): readonly Service[] {
    return [...this.#known.values()];
  }

  find(exchange: RecordedExchange, family: Family, basePath: string): Service {
    const kind = kindOf(exchange.provider, family);
    const host = hostOf(exchange);
    const url = host === undefined ? undefined : `https://${host}${basePath}`;
    const traits = knownHost(url !== undefined && URL.canParse(url) ? url : "https://unknown.invalid");
    const made = {
      family,
      kind,
      basePath,
      priceId: ownPriceIds[kind] ?? (url === undefined ? undefined : findProvider({ providerApiUrl: url })?.id),
      reasoningBesideOutput: traits.reasoningBesideOutput,
      streamOptions: traits.acceptsStreamOptions,
    };
    const key = `${exchange.provider}\n${JSON.stringify(made)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const name = exchange.provider.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const service = Object.freeze({ id: `c${this.#known.size + 1}-${name}`.slice(0, 40), ...made });
    this.#known.set(key, service);
    return service;
  }
}

function kindOf(provider: string, family: Family): ServiceKind {
  if (family !== "openai") return kindOfFamily[family];
  if (provider === "openai") return "openai";
  return provider === "azure" || provider === "azure-openai" ? "azure-openai" : "openai-compatible";
}

function hostOf({ host, provider }: RecordedExchange): string | undefined {
  return host === undefined || host === null || host === "" ? usualHosts[provider] : host;
}
