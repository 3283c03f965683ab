/**
 * What guarding a streamed answer costs: microseconds of CPU for each event, the best of several rounds. Run with
 * `npx node bench/micro/guarded-streams.ts`.
 */
import { guardPolicySchema } from "../../src/config/guard-schema.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { CallGuards } from "../../src/gateway/guarding/call-guards.ts";
import { guardStream } from "../../src/gateway/guarding/answer/guard-stream.ts";
import { compilePolicy } from "../../src/guards/compile-policy.ts";
import type { Verdict } from "../../src/guards/policy.ts";
import { createVault } from "../../src/guards/redact/vault.ts";
import { Cancellation } from "../../src/lib/cancellation.ts";
import type { ByteSink } from "../../src/ports/http-message.ts";

const rounds = 9;
const eventsPerStream = 500;
const streamsPerRound = 8;

const passed: Verdict = { kind: "pass", findings: [], broken: [], shadow: false };
const clock = { monotonic: () => performance.now(), after: () => () => {} };
const words = "The quick brown fox jumps over the lazy dog and said no to nobody in particular then left".split(" ");
const chunks = Array.from({ length: eventsPerStream }, (_, index) =>
  Buffer.from(
    `data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1760450541,"model":"gpt-5-mini","choices":[{"index":0,"delta":{"content":" ${words[index % words.length]}"},"logprobs":null,"finish_reason":null}],"usage":null}\n\n`,
  ),
);

type WrittenPolicy = Parameters<typeof guardPolicySchema.parse>[0];

/** One stream of 500 events; `redacted`: so many values of the request have to be put back. */
function stream(compiled: ReturnType<typeof compilePolicy>, redacted: number): void {
  const vault = createVault(() => false);
  for (let count = 0; count < redacted; count += 1) vault.placeholderFor("email", `user-${count}@example.org`);
  const named = { name: "bench", compiled, external: undefined };
  let sink: ByteSink | undefined;
  const source = guardStream(
    {
      body: { start: (given) => void (sink = given), pause() {}, resume() {}, cancel() {} },
      texts: dialects["openai-chat"].texts.stream("text/event-stream"),
      guards: new CallGuards({ named, verdict: passed, texts: [], vault, canary: undefined, tellBroken() {} }),
      cancellation: new Cancellation(),
      heard() {},
    },
    clock,
  );
  source.start({ data() {}, end() {}, fail() {} });
  for (const chunk of chunks) sink?.data(chunk);
  sink?.end();
}

function measure(name: string, policy: WrittenPolicy, redacted = 0): void {
  const compiled = compilePolicy(guardPolicySchema.parse(policy), []);
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const started = process.cpuUsage().user;
    for (let count = 0; count < streamsPerRound; count += 1) stream(compiled, redacted);
    best = Math.min(best, (process.cpuUsage().user - started) / (streamsPerRound * eventsPerStream));
  }
  console.log(`${name.padEnd(44)} ${best.toFixed(2).padStart(8)} µs`);
}

{
  let best = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const started = process.cpuUsage().user;
    for (let count = 0; count < streamsPerRound; count += 1) {
      const texts = dialects["openai-chat"].texts.stream("text/event-stream");
      for (const chunk of chunks) texts.feed(chunk).map((event) => texts.forward(event));
    }
    best = Math.min(best, (process.cpuUsage().user - started) / (streamsPerRound * eventsPerStream));
  }
  console.log(`${"reading only, to compare".padEnd(44)} ${best.toFixed(2).padStart(8)} µs`);
}
measure("observe", { mode: "observe" });
measure("enforce, blocks of 1 KiB", {});
measure("enforce, blocks of 64 B", { window: { bytes: "64B" } });
measure("enforce, with 20 values to put back", {}, 20);
measure("enforce, nothing but secrets", { pii: [] });
