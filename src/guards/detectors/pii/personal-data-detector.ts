import type { Detector } from "../../guard.ts";
import { findPrivate, type PrivateRange } from "../find-private.ts";
import { readableLayers } from "../readable-layers.ts";
import { card } from "./card.ts";
import { email } from "./email.ts";
import { iban } from "./iban.ts";
import { nationalIds } from "./national-ids.ts";
import type { PersonalData, PiiClass } from "./personal-data.ts";
import { phone } from "./phone.ts";

const byClass: Readonly<Record<PiiClass, readonly PersonalData[]>> = {
  card: [card],
  iban: [iban],
  email: [email],
  phone: [phone],
  "national-id": nationalIds,
};

/** Looks for personal data of some classes, as a person would read it: not inside what has to be decoded first. */
export function createPersonalDataDetector(classes: readonly PiiClass[]): Detector {
  const sorts = classes.flatMap((name) => byClass[name]);
  return {
    id: "pii",
    detect: (layers, text) =>
      findPrivate({ id: "pii", kind: "pii", text }, readableLayers(layers), (layer) => rangesOf(sorts, layer.text)),
  };
}

/** All but an e-mail address hold at least six digits close together. Most texts do not, and cost one search. */
const sixDigits = /\d(?:\D{0,2}\d){5}/;

function* rangesOf(sorts: readonly PersonalData[], text: string): Iterable<PrivateRange> {
  const hasDigits = sixDigits.test(text);
  for (const { name, expression, accepts } of sorts) {
    if (name === email.name ? !text.includes("@") : !hasDigits) continue;
    for (const match of text.matchAll(expression)) {
      if (accepts(match[0])) yield { name, start: match.index, end: match.index + match[0].length };
    }
  }
}
