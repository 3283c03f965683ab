/** What readers of URLs take for one: any scheme with slashes (or the backslashes browsers forgive), or `www.`. */
const address =
  /(?<![A-Za-z0-9+.-])(?:[A-Za-z][A-Za-z0-9+.-]{1,20}:[/\\]{1,4}|[/\\]{2}|www\.)[^\s"'<>()[\]{}|^`,;]{1,2048}/gu;

/** Stands for an address that cannot be read: no list allows it. */
export const unreadableHost = "";

/** The hosts of all URLs in a text, as a client would read them: lower case, without port and user. */
export function hostsIn(text: string): readonly string[] {
  return Array.from(text.matchAll(address), ([found]) => hostOf(found));
}

function hostOf(found: string): string {
  const [, scheme = "", rest = ""] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?[/\\]*(.*)$/su.exec(found) ?? [];
  // Only these schemes have their hosts read alike by everybody; others are read as if they were web addresses.
  const url = `${scheme.toLowerCase() === "http" ? "http" : "https"}://${rest}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, "") : unreadableHost;
}

/** `allowed` holds hosts, and `*.example.com` for every name below `example.com`. */
export function isHostAllowed(host: string, allowed: readonly string[]): boolean {
  return allowed.some((entry) => (entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry));
}
