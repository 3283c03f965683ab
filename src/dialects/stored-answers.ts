import type { AnswerTexts } from "./answer-text.ts";
import type { DialectId } from "./dialect.ts";
import type { ApiFamily, Endpoint } from "./endpoints.ts";
import { dialects } from "./registry.ts";
import type { StreamTexts } from "./stream-text.ts";
import { plainAnswerTexts } from "./texts/plain-answer-shape.ts";
import { readAnswerTexts } from "./texts/read-answer-texts.ts";

/** How an answer that no call of a model got is read: a stored answer, a list, the state of something. */
export interface StoredTexts {
  answer(body: Uint8Array): AnswerTexts;
  /** Undefined: nobody here reads its streams. */
  readonly stream: ((contentType: string) => StreamTexts) | undefined;
}

/** Paths at which a stored answer of a model is fetched, and the dialect that it is in. */
const stored: readonly (readonly [RegExp, DialectId])[] = [
  [/(?:^|\/)responses\/[^/]+(?:\/cancel)?$/, "openai-responses"],
  [/(?:^|\/)chat\/completions\/[^/]+$/, "openai-chat"],
];

/** What models said, in forms that are not read here: results of batches and of long operations, contents of files. */
const unread: Readonly<Record<ApiFamily, RegExp>> = {
  openai: /\/content$/,
  anthropic: /\/(?:content|results)$/,
  gemini: /(?:^|\/)(?:batches|operations)\/[^/]+$|:download$/,
};

/** Everything is a text that is not known to be none, and no tool call is one that somebody will make. */
const anything: StoredTexts = { answer: (body) => readAnswerTexts(body, plainAnswerTexts), stream: undefined };

/** How the answers of an endpoint are read that is passed through; undefined: they are not. */
export function storedAnswers({ path, family }: Pick<Endpoint, "path" | "family">): StoredTexts | undefined {
  const dialect = stored.find(([form]) => form.test(path))?.[1];
  if (dialect !== undefined) return dialects[dialect].texts;
  return unread[family].test(path) ? undefined : anything;
}
