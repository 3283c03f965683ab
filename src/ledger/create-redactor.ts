/** What stands where a secret stood. */
export const redactedMark = "[redacted]";

/** Fields whose values are secrets whatever they look like. Letter case does not count. */
const secretFields = [
  "authorization",
  "proxy-authorization",
  "api_key",
  "apikey",
  "api-key",
  "x-api-key",
  "x-goog-api-key",
  "holdfast-key",
  "access_token",
  "accesstoken",
  "refresh_token",
  "refreshtoken",
  "id_token",
  "auth_token",
  "authtoken",
  "token",
  "password",
  "passwd",
  "passphrase",
  "secret",
  "client_secret",
  "clientsecret",
  "secret_key",
  "secretkey",
  "aws_secret_access_key",
  "private_key",
  "privatekey",
  "credential",
  "credentials",
  "cookie",
  "set-cookie",
];

/**
 * A token begins after anything that cannot be part of one, or after a JSON escape, whose last letter only looks as if
 * it could. Because of that, and because every pattern is bounded, each character is looked at a bounded number of times.
 */
const begin = String.raw`(?:^|[^A-Za-z0-9_-]|\\[nrtbf]|\\u[0-9a-fA-F]{4})`;

/** How secrets look: what they begin with, and what follows. */
const shapeTable: readonly (readonly [start: string, rest: string])[] = [
  ["sk-", "[A-Za-z0-9_-]{16,512}"],
  ["(?:pk|rk|sk)_(?:live|test)_", "[A-Za-z0-9]{16,256}"],
  ["hf_", "[A-Za-z0-9]{20,256}"],
  ["AIza", "[A-Za-z0-9_-]{30,64}"],
  [String.raw`ya29\.`, "[A-Za-z0-9_-]{20,1024}"],
  ["A(?:KIA|SIA)", "[A-Z0-9]{16}"],
  ["gh[pousr]_", "[A-Za-z0-9]{20,255}"],
  ["github_pat_", "[A-Za-z0-9_]{20,255}"],
  ["glpat-", "[A-Za-z0-9_-]{16,255}"],
  ["xox[a-z]-", "[A-Za-z0-9-]{10,255}"],
  ["gsk_", "[A-Za-z0-9]{20,255}"],
  ["xai-", "[A-Za-z0-9]{20,255}"],
  ["npm_", "[A-Za-z0-9]{30,64}"],
  ["eyJ", String.raw`[A-Za-z0-9_-]{5,4096}\.[A-Za-z0-9_-]{5,8192}\.[A-Za-z0-9_-]{0,2048}`],
  ["(?:[Bb]earer|[Bb]asic)", String.raw`[ \t]{1,4}[A-Za-z0-9._~+/=-]{16,8192}`],
];

/** The look-behind stands after the start: at the head of the pattern it would be tried at every character. */
const shapes = new RegExp(shapeTable.map(([start, rest]) => `${start}(?<=${begin}${start})${rest}`).join("|"), "g");

/** `scheme://user:password@host`. */
const urlPassword = /(:\/\/[^\s/@:"'\\]{1,64}:)[^\s/@"'\\]{1,256}@/g;

const pemBegin = /-----BEGIN [A-Z0-9 ]{1,64}-----/g;
const pemEnd = "-----END ";
const pemDashes = "-----";
/** No key is longer; a block that does not end is redacted this far. */
const maxPemLength = 16_384;
const maxPemLabel = 96;

/** The most configured field names that are looked for, and their length. */
const maxExtraFields = 100;
const maxFieldLength = 64;

/** Redacts secrets in text; made once for a configuration. */
export interface Redactor {
  redact(text: string): string;
}

/**
 * Makes a redactor for the built-in secret fields and `extraFields`. It works on the raw text of JSON (also JSON inside
 * JSON strings), forms and headers, needs no parsing, and takes time in proportion to the text, whatever the text is.
 */
export function createRedactor(extraFields: readonly string[]): Redactor {
  const extra = extraFields.slice(0, maxExtraFields).map((name) => name.slice(0, maxFieldLength));
  const names = [...secretFields, ...extra].map(escapeForRegExp).join("|");
  const jsonField = new RegExp(String.raw`"(?:${names})(\\{0,7})"[ \t\r\n]{0,16}:[ \t\r\n]{0,16}`, "gi");
  const formField = new RegExp(String.raw`(?:^|[?&;\s])(?:${names})=[^&\s"']{1,4096}`, "gi");
  return Object.freeze({
    redact(text: string): string {
      const fields = redactJsonFields(text, jsonField);
      const forms = fields.replace(formField, (found) => `${found.slice(0, found.indexOf("=") + 1)}${redactedMark}`);
      return redactPem(forms).replace(shapes, redactedMark).replace(urlPassword, `$1${redactedMark}@`);
    },
  });
}

function redactJsonFields(text: string, field: RegExp): string {
  let kept = "";
  let done = 0;
  let from = 0;
  for (let found = nextMatch(field, text, 0); found !== null; found = nextMatch(field, text, from)) {
    const slashes = (found[1] ?? "").length;
    const start = found.index + found[0].length;
    // The name's two quotes are escaped alike, or they are not the two ends of one name.
    const end = backslashesBefore(text, found.index) === slashes ? endOfValue(text, start, slashes) : start;
    from = Math.max(end, found.index + 1);
    // `"token": "Hel"` beside a log probability is a piece of the answer, not a secret.
    if (end === start || besideLogprob.test(text.slice(end, end + maxLookahead))) continue;
    kept += text.slice(done, start) + redactedValue(text, start, end);
    done = end;
  }
  return done === 0 ? text : kept + text.slice(done);
}

/** JSON inside JSON inside JSON has seven. */
const maxBackslashes = 8;

function backslashesBefore(text: string, at: number): number {
  let run = 0;
  while (run < maxBackslashes && text.charAt(at - run - 1) === "\\") run += 1;
  return run;
}

const besideLogprob = /^[ \t\r\n]{0,16},[ \t\r\n]{0,16}\\{0,7}"(?:logprob|bytes)\\{0,7}"/;
const maxLookahead = 64;

function nextMatch(pattern: RegExp, text: string, from: number): RegExpExecArray | null {
  pattern.lastIndex = from;
  return pattern.exec(text);
}

const scalar = /[-+.A-Za-z0-9]{1,128}/y;

/** Where the value that begins at `start` ends; `start` itself when it is neither a string nor a plain word or number. */
function endOfValue(text: string, start: number, slashes: number): number {
  const open = start + slashes;
  if (text.charAt(open) === '"' && text.startsWith("\\".repeat(slashes), start)) {
    return endOfString(text, open + 1, slashes);
  }
  scalar.lastIndex = start;
  const word = scalar.exec(text)?.[0];
  return word === undefined || word === "null" || word === "true" || word === "false" ? start : start + word.length;
}

/**
 * Just after the quote that closes a string. In JSON that stands inside a JSON string, quotes are escaped by `slashes`
 * backslashes (1, 3, 7); one that is escaped deeper belongs to the value. Without an end, the value runs to the end.
 */
function endOfString(text: string, from: number, slashes: number): number {
  const depth = slashes + 1;
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let run = 0;
    while (quote - run > from && text.charAt(quote - run - 1) === "\\") run += 1;
    if (run % (2 * depth) !== 2 * depth - 1) return quote + 1;
  }
  return text.length;
}

/** Keeps the quotes, so that JSON stays JSON. */
function redactedValue(text: string, start: number, end: number): string {
  const value = text.slice(start, end);
  const open = /^\\{0,7}"/.exec(value)?.[0];
  if (open === undefined) return `"${redactedMark}"`;
  return open + redactedMark + (value.endsWith(open) && value.length > open.length ? open : '"');
}

function redactPem(text: string): string {
  let kept = "";
  let from = 0;
  for (let found = nextMatch(pemBegin, text, 0); found !== null; found = nextMatch(pemBegin, text, from)) {
    const block = text.slice(found.index, found.index + maxPemLength);
    kept += text.slice(from, found.index) + redactedMark;
    from = found.index + endOfPem(block);
  }
  return from === 0 ? text : kept + text.slice(from);
}

function endOfPem(block: string): number {
  const end = block.indexOf(pemEnd);
  if (end < 0) return block.length;
  const label = block.slice(end + pemEnd.length, end + pemEnd.length + maxPemLabel);
  const dashes = label.indexOf(pemDashes);
  return dashes < 0 ? block.length : end + pemEnd.length + dashes + pemDashes.length;
}

function escapeForRegExp(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
