import { callHead } from "./call-head.ts";
import type { CallHead } from "./call-head.ts";
import type { Dialect, DialectId } from "./dialect.ts";
import { dialects } from "./registry.ts";
import { scanJsonBody } from "./scan-json-body.ts";
import type { JsonBody } from "./json-body.ts";

/** A call of a model that says nothing yet: a prompt is written into it. */
export interface BareCall {
  readonly dialect: Dialect;
  readonly head: CallHead;
  readonly body: JsonBody;
}

/** Anthropic demands a bound. This one leaves room for a model that thinks first. */
const maxTokens = 4_096;

interface Bare {
  readonly operation: string;
  readonly body: (model: string) => object;
}

/** What each dialect asks for at the least. */
const bareCalls: Readonly<Record<DialectId, Bare | undefined>> = {
  "openai-chat": { operation: "chat.completions", body: (model) => ({ model }) },
  "openai-responses": { operation: "responses", body: (model) => ({ model }) },
  "anthropic-messages": { operation: "messages", body: (model) => ({ model, max_tokens: maxTokens }) },
  // The path has the model.
  gemini: { operation: "generateContent", body: () => ({}) },
  openai: undefined,
};

/** The call in the first of these dialects in which a model can be told something; undefined: there is none. */
export function bareCall(spoken: Iterable<DialectId>, model: string): BareCall | undefined {
  for (const id of spoken) {
    const bare = bareCalls[id];
    if (bare === undefined) continue;
    const head = callHead({ dialect: id, operation: bare.operation, model, stream: false });
    if (head === undefined) continue;
    const body = scanJsonBody(new TextEncoder().encode(JSON.stringify(bare.body(model))));
    return { dialect: dialects[id], head, body };
  }
  return undefined;
}
