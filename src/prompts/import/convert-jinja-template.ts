/** Jinja's and Nunjucks' filters that have another name here. */
const filterNames: ReadonlyMap<string, string> = new Map([
  ["lower", "downcase"],
  ["upper", "upcase"],
  ["trim", "strip"],
  ["length", "size"],
  ["count", "size"],
  ["tojson", "json"],
  ["dump", "json"],
  ["list", "compact"],
  ["safe", ""],
]);

const inTags = /\{\{.{0,2000}?\}\}|\{%.{0,2000}?%\}/gs;
const comments = /\{#.{0,4000}?#\}/gs;
const filter = /\|\s*([a-z_]{1,40})(?:\(([^()]{0,200})\))?/g;

/**
 * Jinja and Nunjucks are close to our templates: outputs, conditions, loops and comments are written alike. What is not
 * (macros, calls, inheritance) stays as it is, and is found when the template is read.
 */
export function convertJinjaTemplate(text: string): string {
  return text.replaceAll(comments, "").replaceAll(inTags, (tag) =>
    tag
      .replace(/^(\{%-?\s*)elif\b/, "$1elsif")
      .replace(/^(\{%-?\s*)set\b/, "$1assign")
      .replaceAll(/\bloop\.index0\b/g, "forloop.index0")
      .replaceAll(/\bloop\.(index|first|last|length)\b/g, "forloop.$1")
      .replaceAll(/\s+is\s+defined\b/g, "")
      .replaceAll(/\bTrue\b/g, "true")
      .replaceAll(/\bFalse\b/g, "false")
      .replaceAll(/\bNone\b/g, "nil")
      .replaceAll(filter, convertFilter),
  );
}

function convertFilter(_: string, name: string, args: string | undefined): string {
  const ours = filterNames.get(name) ?? name;
  if (ours === "") return "";
  return args === undefined || args.trim() === "" ? `| ${ours}` : `| ${ours}: ${args}`;
}
