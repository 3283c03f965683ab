import type { HeaderList } from "../ports/http-message.ts";

/** The same headers with lower-case names, as HTTP compares them (RFC 9110, section 5.1). */
export function lowerCaseNames(raw: HeaderList): HeaderList {
  const list: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push((raw[at] ?? "").toLowerCase(), raw[at + 1] ?? "");
  return list;
}

/** The first value of a header; `name` is lower case, and so are the list's names. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at] === name) return headers[at + 1];
  }
  return undefined;
}

/** `text/event-stream; charset=utf-8` → `text/event-stream`. */
export function mediaType(headers: HeaderList): string {
  const value = headerValue(headers, "content-type");
  if (value === undefined) return "";
  const end = value.indexOf(";");
  return (end < 0 ? value : value.slice(0, end)).trim().toLowerCase();
}
