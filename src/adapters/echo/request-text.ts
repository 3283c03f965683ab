import { estimateTokens } from "../../lib/estimate-tokens.ts";
import { type Fields, fieldsOf, isFields } from "./echo-request.ts";

/** Deeper content is no conversation. */
const maxDepth = 8;
/** Said back when the user's last message holds no text. */
const nothingSaid = "echo";

/** The text inside a message, a list of content parts, or a string, whichever dialect's. */
export function textOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return value;
  if (depth > maxDepth) return "";
  if (Array.isArray(value)) {
    return value
      .map((item) => textOf(item, depth + 1))
      .filter((text) => text !== "")
      .join("\n");
  }
  if (!isFields(value)) return "";
  return textOf(value["text"] ?? value["content"] ?? value["parts"] ?? "", depth + 1);
}

/** The last thing the user said in a list of messages. */
export function lastUserText(messages: unknown): string {
  if (!Array.isArray(messages)) return textOf(messages) || nothingSaid;
  const fromUser: unknown = messages.findLast((message) => (fieldsOf(message)["role"] ?? "user") === "user");
  return textOf(fromUser) || nothingSaid;
}

/** A reply in pieces of a word each, cut where the caller's limit of tokens is reached. */
export interface EchoText {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly tokens: number;
  /** True when the limit cut it. */
  readonly cut: boolean;
}

export function echoText(said: string, maxTokens: unknown): EchoText {
  const limit = typeof maxTokens === "number" && maxTokens > 0 ? maxTokens : Number.POSITIVE_INFINITY;
  const words = said.match(/\s*\S+|\s+$/g) ?? [said];
  let tokens = 0;
  const kept: string[] = [];
  for (const word of words) {
    tokens += estimateTokens(word);
    if (tokens > limit && kept.length > 0) break;
    kept.push(word);
  }
  const text = kept.join("");
  return { pieces: kept, text, tokens: estimateTokens(text), cut: kept.length < words.length };
}

/** The model that the caller named, said back. */
export function modelOf(fields: Fields): string {
  const model = fields["model"];
  return typeof model === "string" && model !== "" ? model : echoModel;
}

/** The one model that the lists of models name; any other name is answered as well. */
export const echoModel = "echo-1";

/** When that model was made, in seconds since 1970: a list of models must not change. */
export const echoModelSeconds = 1_767_225_600;
