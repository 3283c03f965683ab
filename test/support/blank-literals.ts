/** What a slash may follow when it begins a regular expression and not a division. */
const beforeRegex = /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\breturn|\btypeof|\bcase)\s*$/;

const blank = (text: string): string => text.replaceAll(/[^\n]/g, " ");

/** Where the literal that opens at `start` ends; a quote that never closes ends with its line. */
function endOfQuoted(code: string, start: number): number {
  const quote = code[start];
  for (let at = start + 1; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code[at] === quote || code[at] === "\n") return at + 1;
  }
  return code.length;
}

function endOfRegex(code: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < code.length; at += 1) {
    const char = code[at];
    if (char === "\\") at += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "\n" || (char === "/" && !inClass)) return at + 1;
  }
  return code.length;
}

/** The end of the piece that begins at `at` and must be blanked; `at` itself when code goes on there. */
function endOfLiteral(code: string, at: number): number {
  const two = code.slice(at, at + 2);
  const upTo = (mark: string): number => {
    const found = code.indexOf(mark, at + 2);
    return found === -1 ? code.length : found + mark.length;
  };
  if (two === "//") return upTo("\n") - 1;
  if (two === "/*") return upTo("*/");
  if (code[at] === '"' || code[at] === "'") return endOfQuoted(code, at);
  if (code[at] === "/" && beforeRegex.test(code.slice(Math.max(0, at - 40), at))) return endOfRegex(code, at);
  return at;
}

/** Where a template's text stops: at its closing backtick or at the `${` of an expression. */
function endOfTemplateText(code: string, start: number): number {
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === "\\") at += 1;
    else if (code[at] === "`" || code.startsWith("${", at)) return at;
  }
  return code.length;
}

/** `code` with comments, strings, regular expressions and template texts turned into spaces; lines stay where they are. */
export function blankLiterals(code: string): string {
  let out = "";
  let at = 0;
  /** One entry an open `${`: how many braces are open inside it. */
  const braces: number[] = [];
  const textUntil = (start: number): void => {
    const end = endOfTemplateText(code, start);
    const opens = code.startsWith("${", end);
    out += blank(code.slice(at, end + (opens ? 2 : 1)));
    at = end + (opens ? 2 : 1);
    if (opens) braces.push(0);
  };
  while (at < code.length) {
    const end = endOfLiteral(code, at);
    const depth = braces.at(-1);
    if (end > at) {
      out += blank(code.slice(at, end));
      at = end;
    } else if (code[at] === "`") textUntil(at + 1);
    else if (code[at] === "}" && depth === 0) {
      braces.pop();
      textUntil(at + 1);
    } else {
      if (depth !== undefined && code[at] === "{") braces[braces.length - 1] = depth + 1;
      if (depth !== undefined && code[at] === "}") braces[braces.length - 1] = depth - 1;
      out += code[at];
      at += 1;
    }
  }
  return out;
}
