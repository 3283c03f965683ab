import type { PromptRef } from "./prompt.ts";

const numberPattern = /^[1-9]\d{0,8}$/;

/** `support-reply`, `support-reply@7` or `support-reply@production`. Says nothing about whether there is such a one. */
export function parsePromptRef(text: string): PromptRef {
  const at = text.indexOf("@");
  if (at === -1) return { name: text };
  const [name, rest] = [text.slice(0, at), text.slice(at + 1)];
  return numberPattern.test(rest) ? { name, version: Number(rest) } : { name, label: rest };
}
