import type { FindingKind } from "../guard.ts";

/** An expression that attacks match and innocent texts hardly do. */
export interface Pattern {
  readonly id: string;
  readonly kind: FindingKind;
  /** 0 to 1; what one hit is worth by itself. */
  readonly score: number;
  /**
   * Runs in time linear in the text: every repetition is bounded, and what follows one cannot be matched by it in two
   * ways for longer than that bound. `test/guards/patterns` feeds each with what would be worst for it.
   */
  readonly expression: RegExp;
}

/** Up to so many words between two that matter. */
const few = String.raw`(?:[\s,]{1,3}[\p{L}\p{N}'’-]{1,20}){0,5}?[\s,:]{1,3}`;

function expression(source: string): RegExp {
  return new RegExp(source.replaceAll("<few>", few), "giu");
}

const giveUp = "(?:ignor(?:e|ing)|disregard(?:ing)?|forget(?:ting)?|bypass|override|discard|neglect|overlook)";
const rules = "(?:instructions?|prompts?|rules|guidelines|directives|commands|orders|constraints|context|programming)";
const show = "(?:reveal|show|print|output|repeat|display|disclose|expose|leak|recite|tell|give|dump)";

/** In the order in which they are looked for; a text may match several. */
export const patterns: readonly Pattern[] = [
  {
    id: "give-up-instructions",
    kind: "direct-injection",
    score: 0.85,
    expression: expression(
      String.raw`\b${giveUp}<few>(?:previous|prior|above|earlier|preceding|former|initial|original|existing|all)<few>${rules}\b`,
    ),
  },
  {
    id: "do-not-follow",
    kind: "direct-injection",
    score: 0.7,
    expression: expression(
      String.raw`\b(?:don['’]?t|do not|stop|never|no longer)\s{1,3}(?:follow|obey|adhere to|listen to)<few>(?:previous|prior|above|earlier|your|system)<few>${rules}\b`,
    ),
  },
  {
    id: "new-instructions",
    kind: "direct-injection",
    score: 0.6,
    expression: expression(
      String.raw`\b(?:new|updated|revised|real|actual)\s{1,3}(?:instructions?|task|directive|system prompt)\s{0,3}(?:from (?:the )?(?:admin|developer|system|user)[a-z]{0,8}\s{0,3})?:`,
    ),
  },
  {
    id: "reveal-prompt",
    kind: "prompt-extraction",
    score: 0.75,
    expression: expression(
      String.raw`\b${show}<few>(?:system|initial|original|hidden|secret|developer)\s{1,3}(?:prompt|instructions?|message)\b`,
    ),
  },
  {
    id: "repeat-above",
    kind: "prompt-extraction",
    score: 0.7,
    expression: expression(
      String.raw`\b(?:repeat|print|output|copy|recite)<few>(?:words|text|everything|content|sentences|lines)\s{1,3}(?:above|before this|that came before)`,
    ),
  },
  {
    id: "no-restrictions",
    kind: "jailbreak",
    score: 0.65,
    expression: expression(
      String.raw`\b(?:you are|act as|pretend to be|become|you['’]re)<few>(?:without|no|free (?:of|from)|not bound by)<few>(?:restrictions?|limits|limitations|filters?|rules|censorship|guidelines|ethics|morals)\b`,
    ),
  },
  {
    id: "anything-now",
    kind: "jailbreak",
    score: 0.8,
    expression: expression(String.raw`\b(?:do|say|answer|generate) anything (?:now|and everything)\b`),
  },
  {
    id: "mode-enabled",
    kind: "jailbreak",
    score: 0.6,
    expression: expression(
      String.raw`\b(?:developer|debug|god|jailbreak|dan|unrestricted|admin|sudo) mode\s{0,3}(?:is )?(?:enabled|activated|on|engaged|unlocked)\b`,
    ),
  },
  {
    id: "message-to-model",
    kind: "indirect-injection",
    score: 0.7,
    expression: expression(
      String.raw`\b(?:important|attention|note|message|instructions?)\s{0,2}(?:message )?(?:to|for)\s{1,3}(?:the |any |all |every )?(?:ai|llm|assistant|language model|chatbot|agent)s?\b`,
    ),
  },
  {
    id: "keep-from-user",
    kind: "indirect-injection",
    score: 0.6,
    expression: expression(
      String.raw`\b(?:do not|don['’]?t|never|without)\s{1,3}(?:tell|inform|telling|informing|mention|mentioning|alert|alerting|notify|notifying)<few>(?:the )?user\b`,
    ),
  },
  {
    id: "give-up-instructions-elsewhere",
    kind: "direct-injection",
    score: 0.8,
    expression: expression(
      String.raw`(?:ignoriere?|vergiss|missachte|ignora|olvida|oublie|ignorez|oubliez|dimentica|esqueca|esqueça|negeer|vergeet|zignoruj|игнорируй|забудь)<few>(?:anweisungen|regeln|instrucciones|reglas|instructions|consignes|istruzioni|regole|instrucoes|instruções|instructies|instrukcje|инструкции|правила)`,
    ),
  },
  {
    id: "give-up-instructions-east-asia",
    kind: "direct-injection",
    score: 0.8,
    expression: expression(
      String.raw`(?:忽略|忘记|無視|无视|忘れ)[^。.!?\n]{0,20}(?:指令|指示|规则|規則|提示)|(?:以前|上記|これまで|이전|위의)[^。.!?\n]{0,20}(?:指示|命令|ルール|지시|명령|규칙)[^。.!?\n]{0,10}(?:無視|忘れ|무시|잊)`,
    ),
  },
];
