/** How one host differs from what its API promises, learned from recorded traffic. */
interface HostTraits {
  /** The host leaves reasoning out of its completion count. */
  readonly reasoningBesideOutput: boolean;
  /** The host takes `stream_options`; where it does not, a stream's usage comes unasked or is counted. */
  readonly acceptsStreamOptions: boolean;
}

const usual: HostTraits = { reasoningBesideOutput: false, acceptsStreamOptions: true };

const byHost: Readonly<Record<string, HostTraits>> = {
  "api.x.ai": { ...usual, reasoningBesideOutput: true },
  // Refuses fields it does not know, and sends usage on its last chunk unasked.
  "api.mistral.ai": { ...usual, acceptsStreamOptions: false },
};

/** What is known of a base URL's host. */
export function knownHost(baseUrl: string): HostTraits {
  return byHost[new URL(baseUrl).hostname] ?? usual;
}
