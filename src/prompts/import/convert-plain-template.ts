import { escapeLiquid } from "./escape-liquid.ts";
import { variableName } from "./variable-name.ts";

const placeholder = /\{\{\s*([^\s{}][^{}\n]{0,126})\}\}/g;

/** Formats that know nothing but `{{name}}`: Langfuse, OpenAI, GitHub. Everything else is text. */
export function convertPlainTemplate(text: string, losses: string[]): string {
  let converted = "";
  let from = 0;
  for (const match of text.matchAll(placeholder)) {
    const name = (match[1] ?? "").trim();
    if (!/^[\w.-]+$/.test(name)) continue;
    converted += `${escapeLiquid(text.slice(from, match.index))}{{ ${variableName(name, losses)} }}`;
    from = match.index + match[0].length;
  }
  return converted + escapeLiquid(text.slice(from));
}
