const tooManyRequests = 429;
const requestTimeout = 408;

/**
 * Whether a status says that this target cannot answer now and another may: it is overloaded (429, and 529 at Anthropic),
 * gave up waiting (408), or broke (5xx). Any other refusal is about the request, and every target would give it.
 */
export function isOverloadOrFault(status: number): boolean {
  return status >= 500 || status === tooManyRequests || status === requestTimeout;
}
