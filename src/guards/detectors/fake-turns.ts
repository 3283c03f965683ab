import type { Detector } from "../guard.ts";
import { matchRules, type Rule } from "./match-rules.ts";

const claimed = { operator: 0.2, user: 0.6, tool: 0.8 };
const closing = { operator: 0.1, user: 0.4, tool: 0.7 };

const speakers = "system|developer|admin(?:istrator)?";
const additions = "prompt|message|instructions?|override|note|command|update|notice|reminder";
const parts =
  "prompt|message|instructions?|input|query|context|document|data|tool (?:result|output)|user (?:input|message|prompt|query)";

const rules: readonly Rule[] = [
  {
    name: "bracketed-speaker",
    score: claimed,
    hints: ["[", "(", "{"],
    expression: new RegExp(
      String.raw`[[({]{1,3} {0,2}(?:system|(?:${speakers})[ _-]{0,2}(?:${additions})) {0,2}[\])}:]`,
      "gi",
    ),
  },
  {
    name: "tagged-speaker",
    score: claimed,
    hints: ["<"],
    expression: new RegExp(String.raw`</? {0,2}(?:${speakers})(?:[ _-](?:${additions}))? {0,2}>`, "gi"),
  },
  {
    name: "end-of-part",
    score: closing,
    expression: new RegExp(
      String.raw`[-=#*_~<[]{2,40} {0,2}(?:end|begin|start)(?:ing)? (?:of )?(?:the )?(?:(?:original|new|real|previous) )?(?:${parts}) {0,2}[-=#*_~>\]]{2,40}`,
      "gi",
    ),
  },
];

/** Words that pretend that the data has ended, or that somebody with more authority speaks now. */
export const fakeTurns: Detector = matchRules("fake-turn", "structure", rules);
