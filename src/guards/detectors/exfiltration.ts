import type { Detector } from "../guard.ts";
import { matchRules, type Rule } from "./match-rules.ts";

const certain = { operator: 0.3, user: 0.7, tool: 0.9 };
const likely = { operator: 0.2, user: 0.45, tool: 0.6 };
const hinted = { operator: 0, user: 0.3, tool: 0.4 };

/** A place in a URL that somebody is meant to fill: `{data}`, `[SECRET]`, `<summary>`, `$DATA`, `INSERT_HERE`. */
const blank = String.raw`(?:\{{1,2}[^{}\s)]{1,60}\}{1,2}|\[[A-Za-z_ -]{2,60}\]|<[A-Za-z_ -]{2,60}>|%7B[^\s)]{1,60}?%7D|[A-Z]{2,20}_(?:HERE|DATA|TEXT|HISTORY))`;
const address = String.raw`https?://[^\s)\]"'<>?]{1,300}`;

const rules: readonly Rule[] = [
  {
    name: "image-to-fill",
    score: certain,
    hints: ["!["],
    expression: new RegExp(String.raw`!\[[^\]\n]{0,200}\]\( {0,2}${address}\?[^\s)]{0,300}?${blank}`, "gu"),
  },
  {
    name: "link-to-fill",
    score: likely,
    hints: ["]("],
    expression: new RegExp(String.raw`(?<!!)\[[^\]\n]{0,200}\]\( {0,2}${address}\?[^\s)]{0,300}?${blank}`, "gu"),
  },
  {
    name: "image-with-data",
    score: likely,
    hints: ["!["],
    expression: new RegExp(
      String.raw`!\[[^\]\n]{0,200}\]\( {0,2}${address}\?[^\s)]{0,200}?=[A-Za-z0-9+/_%=-]{64,2000}`,
      "gu",
    ),
  },
  {
    name: "html-image",
    score: likely,
    hints: ["<"],
    expression:
      /<(?:img|iframe|object|embed|link|script|source|video|audio)\s[^>]{0,300}?(?:src|href|data)\s{0,3}=\s{0,3}["']?https?:\/\/[^\s"'>?]{1,300}\?[^\s"'>]{0,300}?(?:\{[^}\s]{1,60}\}|\$\{|=[A-Za-z0-9+/_%=-]{64,2000})/gi,
  },
  {
    name: "script-url",
    score: hinted,
    hints: [":"],
    expression:
      /\]\( {0,2}(?:javascript|vbscript):|\]\( {0,2}data:text\/(?:html|javascript)[;,]|<a\s[^>]{0,200}?href\s{0,3}=\s{0,3}["']?(?:javascript|vbscript):/gi,
  },
];

/** Links and images that would carry data away as soon as an answer is shown, or when somebody clicks. */
export const exfiltration: Detector = matchRules("exfiltration", "exfiltration", rules);
