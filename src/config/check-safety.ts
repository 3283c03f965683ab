import { isLoopbackHost } from "../lib/is-loopback-host.ts";
import { parseSize } from "../lib/parse-size.ts";
import type { Finding } from "./config.ts";
import { credentialHeaders, gatewayHeaders } from "./credential-headers.ts";
import { isMapping, valueAt } from "./value-at.ts";

/**
 * What is well-formed and still must not be: an open gateway, keys over an unencrypted line, secrets as text. `root` is
 * the file's data, valid or not.
 */
export function checkSafety(root: unknown): readonly Finding[] {
  const providers = valueAt(root, ["providers"]);
  const each = isMapping(providers) ? Object.entries(providers) : [];
  return [
    ...checkAuth(root),
    ...each.flatMap(([id, provider]) => [
      ...checkTransport(id, provider),
      ...checkCredentials(id, provider),
      ...checkHeaders(id, provider),
    ]),
    ...checkClassifiers(root),
    ...checkSpool(root),
  ];
}

function checkAuth(root: unknown): readonly Finding[] {
  const host = valueAt(root, ["server", "host"]) ?? "127.0.0.1";
  if (valueAt(root, ["auth"]) !== "none" || typeof host !== "string" || isLoopbackHost(host)) return [];
  return [
    {
      path: ["auth"],
      message:
        "is none, and server.host is not a loopback address: anybody who reaches it could spend your money. Set auth: keys, or server.host: 127.0.0.1",
    },
  ];
}

function checkTransport(id: string, provider: unknown): readonly Finding[] {
  if (!isInsecure(provider, "baseUrl")) return [];
  return [
    {
      path: ["providers", id, "baseUrl"],
      message:
        "is http:// to another machine: keys and bodies would travel unencrypted. Use https://, or set allowInsecure: true for this provider if the network is yours",
    },
  ];
}

/** Whether what stands under a key is `http://` to another machine, and nobody has said that it may be. */
function isInsecure(section: unknown, key: string): boolean {
  const url = valueAt(section, [key]);
  if (typeof url !== "string" || !URL.canParse(url) || valueAt(section, ["allowInsecure"]) === true) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !isLoopbackHost(hostname);
}

function checkClassifiers(root: unknown): readonly Finding[] {
  const policies = valueAt(root, ["guards"]);
  if (!isMapping(policies)) return [];
  return Object.entries(policies).flatMap(([name, policy]): readonly Finding[] => {
    if (!isInsecure(valueAt(policy, ["classifier"]), "url")) return [];
    return [
      {
        path: ["guards", name, "classifier", "url"],
        message:
          "is http:// to another machine: texts and the key would travel unencrypted. Use https://, or set allowInsecure: true for this classifier if the network is yours",
      },
    ];
  });
}

function checkCredentials(id: string, provider: unknown): readonly Finding[] {
  const hasKey = valueAt(provider, ["apiKey"]) !== undefined;
  if (valueAt(provider, ["credentials"]) === "caller") {
    return hasKey
      ? [
          {
            path: ["providers", id, "apiKey"],
            message: "is never used, because credentials: caller sends the caller's own key: remove one of the two",
          },
        ]
      : [];
  }
  const needsKey = valueAt(provider, ["kind"]) === "azure-openai" && !hasKey && !hasCredentialHeader(provider);
  return needsKey
    ? [
        {
          path: ["providers", id, "apiKey"],
          message: "is missing: write apiKey: { env: NAME }, or credentials: caller",
        },
      ]
    : [];
}

function hasCredentialHeader(provider: unknown): boolean {
  const headers = valueAt(provider, ["headers"]);
  return isMapping(headers) && Object.keys(headers).some((name) => credentialHeaders.includes(name.toLowerCase()));
}

/** Schemes of RFC 9110, section 11: a value that begins like this is a credential whatever its header is called. */
const credentialScheme = /^(?:bearer|basic|token)\s/i;

function checkHeaders(id: string, provider: unknown): readonly Finding[] {
  const headers = valueAt(provider, ["headers"]);
  if (!isMapping(headers)) return [];
  return Object.entries(headers).flatMap(([name, value]): readonly Finding[] => {
    const path = ["providers", id, "headers", name];
    const lower = name.toLowerCase();
    if (gatewayHeaders.includes(lower))
      return [{ path, message: "belongs to the connection and is set by the gateway" }];
    if (typeof value !== "string") return [];
    if (!credentialHeaders.includes(lower) && !credentialScheme.test(value)) return [];
    return [
      {
        path,
        message:
          "is a secret and must not stand in this file: it must be { env: NAME_OF_A_VARIABLE } or { file: PATH }. If a real key was written here, replace it at the provider",
      },
    ];
  });
}

/** A spool that cannot hold two files could never let go of one. */
function checkSpool(root: unknown): readonly Finding[] {
  const bytes = (key: "maxBytes" | "segmentBytes", otherwise: string) => {
    const text = valueAt(root, ["storage", "spool", key]) ?? otherwise;
    return typeof text === "string" ? parseSize(text) : undefined;
  };
  const most = bytes("maxBytes", "1GiB");
  const segment = bytes("segmentBytes", "16MiB");
  if (most === undefined || segment === undefined || segment * 2 <= most) return [];
  return [
    {
      path: ["storage", "spool"],
      message: "is too small: maxBytes (default 1GiB) must be at least twice segmentBytes (default 16MiB)",
    },
  ];
}
