const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Media types whose content is text that a model reads as such. */
const textual =
  /^(?:text\/|image\/svg|application\/(?:json|xml|xhtml|yaml|toml|sql|rtf|(?:x-)?(?:java|type)script|x-(?:sh|yaml|httpd-php))|[\w.+/-]{1,80}\+(?:xml|json))/i;
/** `data:`, the media type with its parameters, and `;base64,`. RFC 2397 has no longer ones in use. */
const dataUrlHead = /^data:([^,]{0,200}?);base64,/i;
/** The same for what may be of any type, and for none: some write the base64 alone. */
const fileHead = /^(?:data:[^,]{0,200}?;base64,)?/i;
/** What whoever reads it would not take for a text, whatever is in it. */
const otherFile = /^data:(?:image|audio|video|font|application\/(?:pdf|zip|vnd\.))/i;
/** Base64 by whose beginning a text is told from most other files: whole groups of four. */
const sniffed = 64;
/** Bytes that are turned into a string at once: the arguments of one function call. */
const blockSize = 8_192;

/** Whether content of this media type is text. */
export function isTextual(mediaType: string): boolean {
  return textual.test(mediaType);
}

/** The text of a data URL that holds a text file, and what stands before its base64; undefined: it holds something else. */
export function textOfDataUrl(url: string): { readonly text: string; readonly head: string } | undefined {
  const match = dataUrlHead.exec(url);
  if (match === null || !isTextual(match[1] ?? "")) return undefined;
  const head = match[0];
  const text = textFromBase64(url.slice(head.length));
  return text === undefined ? undefined : { text, head };
}

/** The text of a file whose type nobody says reliably, when its bytes are one; undefined: they are not. */
export function textOfFile(file: string): { readonly text: string; readonly head: string } | undefined {
  const head = fileHead.exec(file)?.[0] ?? "";
  if (otherFile.test(head) || !beginsLikeText(file.slice(head.length, head.length + sniffed))) return undefined;
  const text = textFromBase64(file.slice(head.length));
  return text === undefined ? undefined : { text, head };
}

function beginsLikeText(base64: string): boolean {
  const bytes = bytesFromBase64(base64);
  if (bytes === undefined) return false;
  // A character may be cut by the end of what is looked at.
  return !new TextDecoder().decode(bytes, { stream: true }).includes("\ufffd");
}

/** The UTF-8 text that base64 (either alphabet) carries; undefined when it carries none. */
export function textFromBase64(base64: string): string | undefined {
  const bytes = bytesFromBase64(base64);
  try {
    return bytes === undefined ? undefined : decoder.decode(bytes);
  } catch {
    // No text in it: the caller then looks at the literal itself.
    return undefined;
  }
}

function bytesFromBase64(base64: string): Uint8Array | undefined {
  try {
    const units = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = new Uint8Array(units.length);
    for (let at = 0; at < units.length; at += 1) bytes[at] = units.charCodeAt(at);
    return bytes;
  } catch {
    // Not base64.
    return undefined;
  }
}

export function base64FromText(text: string): string {
  const bytes = encoder.encode(text);
  let units = "";
  for (let at = 0; at < bytes.length; at += blockSize)
    units += String.fromCharCode(...bytes.subarray(at, at + blockSize));
  return btoa(units);
}
