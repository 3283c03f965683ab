import type { Detector } from "../guard.ts";
import { matchRules, type Rule } from "./match-rules.ts";

/** Nobody but a model's own template writes these. */
const certain = { operator: 0.5, user: 0.9, tool: 0.95 };
/** These also occur in other notations. */
const likely = { operator: 0.3, user: 0.6, tool: 0.8 };
const hinted = { operator: 0.1, user: 0.3, tool: 0.4 };

/** `<|name|>`, also with the full-width bars that DeepSeek writes, and spaced out. */
function barred(...names: readonly string[]): RegExp {
  return new RegExp(`<[|｜] {0,2}(?:${names.join("|")}) {0,2}[|｜]>`, "gi");
}

const bars = ["<|", "<｜"];

const rules: readonly Rule[] = [
  { name: "chatml", score: certain, hints: bars, expression: barred("im_(?:start|end|sep)", "endofprompt") },
  {
    name: "llama-3",
    score: certain,
    hints: bars,
    expression: barred("begin_of_text", "end_of_text", "(?:start|end)_header_id", "eo[tm]_id", "python_tag"),
  },
  { name: "llama-4", score: certain, hints: bars, expression: barred("header_(?:start|end)", "eot", "eom") },
  { name: "phi", score: certain, hints: bars, expression: barred("system", "user", "assistant", "tool", "end") },
  {
    name: "harmony",
    score: certain,
    hints: bars,
    expression: barred("start", "message", "channel", "call", "return", "constrain"),
  },
  {
    name: "command-r",
    score: certain,
    hints: bars,
    expression: barred(
      "(?:START|END)_OF_TURN_TOKEN",
      "(?:SYSTEM|USER|CHATBOT)_TOKEN",
      "(?:START|END)_(?:RESPONSE|THINKING|ACTION|TEXT)",
    ),
  },
  {
    name: "deepseek",
    score: certain,
    hints: bars,
    expression: barred(
      "(?:begin|end)[▁_ ]of[▁_ ]sentence",
      "(?:tool[▁_ ](?:calls?|outputs?)(?:[▁_ ](?:begin|end))?|tool[▁_ ]sep)",
    ),
  },
  { name: "qwen", score: certain, hints: bars, expression: barred("(?:vision|object_ref|box|quad)_(?:start|end)") },
  { name: "end-of-text", score: likely, hints: bars, expression: barred("endoftext", "fim_(?:prefix|middle|suffix)") },
  { name: "unknown-token", score: hinted, hints: bars, expression: barred("[a-z][a-z0-9_]{2,40}") },
  {
    name: "llama-2",
    score: certain,
    hints: ["[", "<"],
    expression: /<<\/?SYS>>|\[\/?INST\][^\n]{0,400}?\[\/?INST\]|<s>\s{0,3}\[INST\]/gi,
  },
  { name: "llama-2-mark", score: likely, hints: ["["], expression: /\[\/?INST\]/gu },
  {
    name: "mistral",
    score: certain,
    hints: ["["],
    expression: /\[\/?(?:AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|SYSTEM_PROMPT)\]/gu,
  },
  { name: "gemma", score: certain, hints: ["<"], expression: /<(?:start|end)_of_turn>/giu },
];

/** The control tokens of chat templates: in a text that is data, they forge the end of a turn or the start of one. */
export const templateTokens: Detector = matchRules("template-token", "structure", rules);
