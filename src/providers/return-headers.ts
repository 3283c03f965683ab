import type { HeaderList } from "../ports/http-message.ts";

/**
 * Answer headers that stay here: what belongs to one connection (RFC 9110, 7.6.1), the provider's cookies, and what would
 * send the caller past the gateway or speak for the gateway's host. Everything else goes to the caller as it came.
 */
const withheld: ReadonlySet<string> = new Set([
  "alt-svc",
  "connection",
  "keep-alive",
  "nel",
  "proxy-authenticate",
  "proxy-connection",
  "report-to",
  "set-cookie",
  "set-cookie2",
  "strict-transport-security",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The provider's headers as the caller gets them, as a fresh list that may be added to. */
export function returnHeaders(received: HeaderList, keepLength: boolean): string[] {
  const sent: string[] = [];
  const named = namedByConnection(received);
  for (let at = 0; at < received.length; at += 2) {
    const name = received[at] ?? "";
    if (
      withheld.has(name) ||
      named?.includes(name) === true ||
      name.startsWith("holdfast-") ||
      (!keepLength && name === "content-length")
    )
      continue;
    sent.push(name, received[at + 1] ?? "");
  }
  return sent;
}

/** Header names that the sender itself declares to belong to this connection only. */
function namedByConnection(received: HeaderList): readonly string[] | undefined {
  for (let at = 0; at < received.length; at += 2) {
    if (received[at] !== "connection") continue;
    const value = received[at + 1] ?? "";
    if (value === "keep-alive" || value === "close") return undefined;
    return value.split(",").map((name) => name.trim().toLowerCase());
  }
  return undefined;
}
