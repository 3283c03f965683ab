/**
 * What is wrong with a provider's base URL; undefined when nothing is. Never quotes the URL: people put keys into them.
 */
export function describeBadUrl(text: string): string | undefined {
  const url = parseUrl(text);
  if (url === undefined) return "is not a URL: write it whole, such as https://api.openai.com/v1";
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// (or http://)";
  if (url.username !== "" || url.password !== "") {
    return "must not hold a user name or password: put the credential into apiKey or headers, as a secret reference";
  }
  if (url.search !== "" || text.includes("?")) return "must not hold a query: put credentials into apiKey or headers";
  if (url.hash !== "" || text.includes("#")) return "must not hold a fragment (#…)";
  return undefined;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
