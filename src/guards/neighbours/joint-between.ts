import { conceptOfWord } from "../classifier/concept-table.ts";
import { hashWord } from "../classifier/hash.ts";
import { isKnownWord } from "../normalize/vocabulary.ts";

const gap = " ";
/** How much of either side is looked at. */
const lookLength = 17;
const longestWord = 16;
const lastRun = /\S{1,17}$/;
const firstRun = /^\S{1,17}/;
/** Signs inside a long run that it is encoded: a word has capitals and digits at its ends. */
const encoded = /^\S{1,33}[A-Z0-9]/;
const lastLetters = /[A-Za-z]{1,16}$/;
const firstLetters = /^[A-Za-z]{1,16}/;
const endsUnspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]$/u;

/**
 * What stands between two texts that are read as one: nothing where there is a space already, or where something was cut in
 * two (a word that attacks are made of, an encoded run, a script without spaces); else a space.
 */
export function jointBetween(before: string, after: string): string {
  const end = before.slice(-lookLength);
  const beginning = after.slice(0, lookLength);
  const head = lastRun.exec(end)?.[0] ?? "";
  const tail = firstRun.exec(beginning)?.[0] ?? "";
  if (head === "" || tail === "" || endsUnspaced.test(head)) return "";
  return isEncoded(head + tail) || isTelling(head, tail) ? "" : gap;
}

function isEncoded(run: string): boolean {
  return run.length > longestWord && encoded.test(run);
}

function isTelling(head: string, tail: string): boolean {
  const end = lastLetters.exec(head)?.[0] ?? "";
  const beginning = firstLetters.exec(tail)?.[0] ?? "";
  if (end === "" || beginning === "") return false;
  const hash = hashWord((end + beginning).toLowerCase());
  return isKnownWord(hash) || conceptOfWord(hash) !== 0;
}
