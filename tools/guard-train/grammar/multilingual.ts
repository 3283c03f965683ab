import { asianAttacks } from "./multilingual-asian.ts";
import type { LanguageAttacks } from "./language-attacks.ts";
import { europeanAttacks } from "./multilingual-european.ts";

/** Attacks in other languages. Each of a language's openings goes with each of its orders. */
export const languageAttacks: readonly LanguageAttacks[] = [...europeanAttacks, ...asianAttacks];

export const languageTemplates: readonly string[] = [
  "{ignore}[.|!|,] {order}",
  "{ignore}. {role}. {order}",
  "{role}. {order}",
  "{order}! {ignore}",
  "{ignore}",
  "{role}",
];
