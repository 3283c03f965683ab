/** `\u0000`, and half of a surrogate pair: legal in JSON text, impossible in a Postgres text. */
const suspicious = /\\u(?:0000|[dD][89a-fA-F])/;

/** One escape at a time, so that the backslash of `\\u0000` (an escaped backslash and five letters) is not mistaken. */
const escape =
  /\\u([dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})|\\./g;

const replacement = String.raw`\ufffd`;

/**
 * JSON text in which what no Postgres text can hold (U+0000, lone surrogates) is replaced by U+FFFD. Everything else
 * stays as it is; text without such an escape, which is nearly all, is returned unread but for one search.
 */
export function storableText(json: string): string {
  if (!suspicious.test(json)) return json;
  return json.replace(escape, (found: string, pair: string | undefined) =>
    pair === undefined && found.startsWith(String.raw`\u`) && found.length === 6 ? replacement : found,
  );
}
