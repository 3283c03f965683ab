import type { Detector } from "../guard.ts";
import { hintOfWords } from "../normalize/vocabulary.ts";
import { matchRules, type Rule } from "./match-rules.ts";

const strong = { operator: 0, user: 0, tool: 0.7 };
const weak = { operator: 0, user: 0, tool: 0.4 };

const model = "(?:ai|a\\.i\\.|llm|language model|chat ?bot|assistant|agent|chatgpt|claude|gemini|copilot|model)";
const deed =
  "(?:ignore|disregard|forget|send|forward|e-?mail|transfer|delete|remove|call|invoke|execute|run|visit|open|fetch|post|upload|share|reveal|print|reply|respond|answer|say|write|include|append|add|tell)";

/** Words of which one stands in whatever a rule matches: most texts lack some. */
const words = {
  address: hintOfWords("dear attention hey hello note message instruction instructions important"),
  condition: hintOfWords("if when"),
  secrecy: hintOfWords("tell inform mention notify alert reveal telling informing mentioning notifying"),
  user: hintOfWords("user"),
  before: hintOfWords("before instead after prior"),
  must: hintOfWords("must please first also always"),
  task: hintOfWords(
    "task instruction instructions objective goal job priority directive tasks objectives goals jobs prioritys directives",
  ),
  override: hintOfWords("ignore disregard forget override bypass drop"),
  earlier: hintOfWords("previous prior above earlier preceding original initial existing other"),
};

const rules: readonly Rule[] = [
  {
    name: "addressed",
    words: [words.address],
    score: strong,
    expression: new RegExp(
      String.raw`\b(?:dear|attention|hey|hello)[ ,:]{1,3}(?:the |any |all |an? )?(?:[a-z]{1,20} )?${model}s?\b(?! [a-z])|\b(?:note|message|instructions?|important) (?:to|for) (?:the |any |all |an? )?(?:[a-z]{1,20} )?${model}s?(?: ?[:,!.-]| (?:reading|processing|handling|summari[sz]ing|who|that)\b)`,
      "gi",
    ),
  },
  {
    name: "when-reading",
    words: [words.condition],
    score: strong,
    expression: new RegExp(
      String.raw`\b(?:if|when) you(?: are|'re) (?:an? )?(?:[a-z]{1,20} ){0,2}${model}\b|\bwhen (?:an? |the )?${model} (?:reads?|sees?|process(?:es)?|summari[sz]es?)\b`,
      "gi",
    ),
  },
  {
    name: "secrecy",
    words: [words.secrecy, words.user],
    score: strong,
    expression:
      /\b(?:do not|don't|never|without) (?:tell|inform|mention|notify|alert|reveal|telling|informing|mentioning|notifying)(?: (?:this|it|any of this|anything))?(?: to)? (?:the |your )?user\b/gi,
  },
  {
    name: "before-answering",
    words: [words.before, words.must],
    score: weak,
    expression: new RegExp(
      String.raw`\b(?:before|instead of|after|prior to) (?:you )?(?:answer|respond|reply|continu|proceed|complet|finish)(?:e|ing|ting)?\b[^.\n]{0,60}\b(?:you must|please|first|also|always)\b[^.\n]{0,20}\b${deed}\b`,
      "gi",
    ),
  },
  {
    name: "new-task",
    words: [words.task],
    score: weak,
    expression:
      /\b(?:your|the) (?:new|real|actual|updated|next|only|main) (?:task|instructions?|objective|goal|job|priority|directive)s? (?:is|are|will be)\b/gi,
  },
  {
    name: "override",
    words: [words.override, words.earlier],
    score: strong,
    expression:
      /\b(?:ignore|disregard|forget|override|bypass|drop)\b (?:[a-z]{1,12} ){0,3}(?:previous|prior|above|earlier|preceding|original|initial|existing|other)\b (?:[a-z]{1,12} ){0,2}(?:instructions?|prompts?|directions?|rules?|guidelines?|tasks?|commands?|context|messages?|requests?|questions?)\b/gi,
  },
];

/**
 * Text that gives orders to a model, in a place where only data should stand: tool results, documents, and descriptions
 * of tools, which servers that nobody vetted may have written. Users and operators may give orders.
 */
export const toolInstructions: Detector = matchRules("tool-instruction", "indirect-injection", rules);
