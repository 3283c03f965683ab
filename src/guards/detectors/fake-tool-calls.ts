import type { Detector } from "../guard.ts";
import { matchRules, type Rule } from "./match-rules.ts";

const markup = { operator: 0.2, user: 0.5, tool: 0.8 };
const notation = { operator: 0, user: 0.3, tool: 0.45 };

const rules: readonly Rule[] = [
  {
    name: "markup",
    score: markup,
    hints: ["<"],
    expression:
      /<\/?(?:[a-z]{1,10}:)?(?:tool_calls?|function_calls?|tool_results?|function_results?|tool_response|tool_use|invoke name=["'][^"'\n]{1,80}["'])>/gi,
  },
  {
    name: "json-call",
    score: notation,
    hints: ["tool", "function"],
    expression: /["'](?:tool_calls|function_call|tool_use_id|functionCall|functionResponse)["']\s{0,4}:/gu,
  },
  {
    name: "react",
    score: notation,
    hints: ["Action", "Observation"],
    expression: /(?<![^\n])[ \t]{0,4}(?:Action|Action Input|Observation):[ \t]{1,4}\S/gu,
  },
];

/** Made-up tool calls and results: a model that reads one may take it for its own. */
export const fakeToolCalls: Detector = matchRules("fake-tool-call", "structure", rules);
