import type { Detector } from "../guard.ts";
import { matchRules, type Rule } from "./match-rules.ts";

/** Dialogue is a common thing for a user to write, and less so for a tool to return. */
const dialogue = { operator: 0, user: 0.2, tool: 0.3 };
const forged = { operator: 0.1, user: 0.4, tool: 0.6 };

const rules: readonly Rule[] = [
  {
    name: "anthropic",
    score: dialogue,
    hints: ["Human:", "Assistant:"],
    expression: /\n[ \t]{0,4}\n[ \t]{0,4}(?:Human|Assistant):/gu,
  },
  {
    name: "vicuna",
    score: dialogue,
    hints: ["USER:", "ASSISTANT:"],
    expression: /(?<![A-Z])(?:USER|ASSISTANT):[ \t]/gu,
  },
  {
    name: "alpaca",
    score: forged,
    hints: ["##"],
    expression: /(?<!#)#{2,3} {0,2}(?:Instruction|Response|System|Human|Assistant) {0,2}:/gu,
  },
  {
    name: "system-line",
    score: forged,
    hints: ["System", "SYSTEM"],
    expression:
      /(?<![^\n])[ \t>*#-]{0,6}system(?: (?:prompt|message|instruction|override|note|alert))?\*{0,2}:[ \t*]{0,4}(?=\S)/gi,
  },
  {
    name: "json-role",
    score: dialogue,
    hints: ["role"],
    expression: /["']role["']\s{0,4}:\s{0,4}["'](?:system|developer)["']/gu,
  },
];

/** Lines that look like the turn of another speaker, in the notations without control tokens. */
export const roleMarkers: Detector = matchRules("role-marker", "structure", rules);
