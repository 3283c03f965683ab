import { expect, it } from "vitest";
import type { AnswerText } from "../../src/dialects/answer-text.ts";
import { GuardedChannel } from "../../src/gateway/guarding/answer/guarded-channel.ts";
import { HeldEvent } from "../../src/gateway/guarding/answer/held-event.ts";
import { createRestorer } from "../../src/guards/redact/restorer.ts";
import { createVault } from "../../src/guards/redact/vault.ts";
import type { HoldBack } from "../../src/guards/window.ts";

/** A window that lets everything go at once, so that only the restorer holds anything back. */
function openWindow(): HoldBack {
  let upTo = 0;
  return {
    feed: (text) => ({ text, upTo: (upTo += text.length), findings: [], stopped: undefined }),
    tick: () => ({ text: "", upTo, findings: [], stopped: undefined }),
    end: () => ({ text: "", upTo, findings: [], stopped: undefined }),
    dueAtMs: undefined,
  };
}

function eventSaying(text: string): { readonly held: HeldEvent; readonly said: AnswerText } {
  const said: AnswerText = {
    pointer: "/text",
    text,
    kind: "text",
    channel: "text",
    toolCall: undefined,
    whole: false,
    start: 0,
    end: 0,
  };
  const nothing = { toolCalls: [], tokens: [], closes: [], ended: false, truncated: false };
  const held = new HeldEvent({ ...nothing, texts: [said], bytes: new Uint8Array() });
  held.free();
  return { held, said };
}

function run(pieces: readonly string[]) {
  const vault = createVault(() => false);
  vault.placeholderFor("email", "ada@mail.example.org");
  const channel = new GuardedChannel({ holds: true, window: openWindow(), restorer: createRestorer(vault, "none") });
  const events = pieces.map((piece) => eventSaying(piece));
  const free = events.map(({ held, said }) => {
    channel.feed(held, said, 0);
    return events.map((one) => one.held.isFree);
  });
  channel.end();
  return { free, said: events.map(({ held, said }) => held.replaced?.get(said) ?? said.text), events };
}

it("puts an original into the first event that its placeholder touches", () => {
  expect(run(["to ", "[em", "ail-", "1]", " now"]).said).toEqual(["to ", "ada@mail.example.org", "", "", " now"]);
});

it("holds the events of an unfinished placeholder, and only those", () => {
  const { free } = run(["to ", "[em", "ail-", "1]"]);
  expect(free[2]).toEqual([true, false, false, true]);
  expect(free[3]).toEqual([true, true, true, true]);
});

it("lets what only began as a placeholder go unchanged at the end", () => {
  const { said, events } = run(["to [em", "ail"]);
  expect(said).toEqual(["to [em", "ail"]);
  expect(events.map(({ held }) => [held.isFree, held.replaced])).toEqual([
    [true, undefined],
    [true, undefined],
  ]);
});
