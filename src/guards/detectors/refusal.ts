import type { Detector } from "../guard.ts";

/** A refusal comes first; what is said later is part of an answer. */
const openingLength = 240;

const sorry =
  /\b(?:i'?m sorry|i am sorry|sorry|i apologi[sz]e|unfortunately)\b[^.\n]{0,40}\b(?:i )?(?:can'?t|cannot|can ?not|won'?t|am (?:not able|unable)|'?m (?:not able|unable))\b/i;
const unable =
  /\bi(?: can'?t| cannot| can ?not| won'?t| will not|'m (?:not able|unable) to| am (?:not able|unable) to) (?:help|assist|comply|provide|do|fulfil+|support|engage|create|generate|write|answer|share|discuss|continue|participate)\b/i;
const policy =
  /\b(?:against|violates?|goes against) (?:my|our|openai'?s|anthropic'?s|google'?s|the) (?:\w{1,20} ){0,2}(?:guidelines|polic(?:y|ies)|programming)\b/i;
const otherLanguages =
  /\b(?:lo siento|je suis désolée?|je ne peux pas|es tut mir leid|ich kann (?:dir|ihnen|dabei|das)?\s?(?:dabei )?nicht|mi dispiace|não posso|desculpe)\b|抱歉|对不起|申し訳|できません|죄송|извините|не могу помочь/i;

const expressions = [sorry, unable, policy, otherLanguages];

/** Notices an answer that refuses. Nothing is wrong with one; that they become more is a signal. */
export const refusal: Detector = {
  id: "refusal",
  detect(_layers, text) {
    const opening = text.text.slice(0, openingLength).replaceAll("’", "'");
    for (const expression of expressions) {
      const match = expression.exec(opening);
      if (match === null) continue;
      const range = { start: match.index, end: match.index + match[0].length };
      return [{ detector: "refusal", kind: "refusal", score: 0.8, pointer: text.pointer, ...range }];
    }
    return [];
  },
};
