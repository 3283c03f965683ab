/**
 * What reading costs: nanoseconds of CPU per operation, the best of several rounds. Run with
 * `npx node bench/micro/dialects.ts`.
 */
import type { StreamOptions } from "../../src/dialects/dialect.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { scanJsonBody } from "../../src/dialects/scan-json-body.ts";

const rounds = 7;
const roundMicroseconds = 40_000;
const batch = 64;

/** CPU time of this process, in microseconds: on a busy machine the wall clock measures the others. */
function cpuMicroseconds(): number {
  return process.cpuUsage().user;
}

function measure(name: string, operation: () => unknown): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    const start = cpuMicroseconds();
    let operations = 0;
    let spent = 0;
    while (spent < roundMicroseconds) {
      for (let index = 0; index < batch; index += 1) operation();
      operations += batch;
      spent = cpuMicroseconds() - start;
    }
    best = Math.min(best, (spent * 1000) / operations);
  }
  console.log(`${name.padEnd(52)} ${best.toFixed(0).padStart(8)} ns`);
}

const paragraph = 'The quick brown fox jumps over the lazy dog, and it said "no" to nobody in particular.\n';
const chatRequest = (messages: number, length: number) =>
  Buffer.from(
    JSON.stringify({
      model: "support",
      messages: Array.from({ length: messages }, (_, index) => ({
        role: index % 2 === 0 ? "user" : "assistant",
        content: paragraph.repeat(Math.ceil(length / paragraph.length)).slice(0, length),
      })),
      temperature: 0.2,
      max_tokens: 512,
      stream: true,
      tools: [{ type: "function", function: { name: "look_up", parameters: { type: "object", properties: {} } } }],
      user: "user-1",
    }),
  );
const chatAnswer = (length: number) =>
  Buffer.from(
    JSON.stringify({
      id: "chatcmpl-1",
      object: "chat.completion",
      created: 1,
      model: "gpt-5-mini-2025-08-07",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: paragraph.repeat(400).slice(0, length),
            refusal: null,
            annotations: [],
          },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: {
        prompt_tokens: 19,
        completion_tokens: 10,
        total_tokens: 29,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
      },
      service_tier: "default",
      system_fingerprint: "fp_1",
    }),
  );
const embeddings = Buffer.from(
  JSON.stringify({
    object: "list",
    data: [
      { object: "embedding", index: 0, embedding: Array.from({ length: 1536 }, (_, index) => Math.sin(index) / 10) },
    ],
    model: "text-embedding-3-small",
    usage: { prompt_tokens: 8, total_tokens: 8 },
  }),
);

for (const [name, body] of [
  ["1 KB", chatRequest(4, 170)],
  ["32 KB", chatRequest(8, 3900)],
] as const) {
  measure(`scan ${name} request (${body.length} bytes)`, () => scanJsonBody(body));
  const scanned = scanJsonBody(body);
  measure(`  readRequest`, () => dialects["openai-chat"].readRequest(scanned));
  measure(`  askForUsage`, () => dialects["openai-chat"].askForUsage(scanned));
}
for (const [name, id, body] of [
  ["chat 1 KB", "openai-chat", chatAnswer(400)],
  ["chat 32 KB", "openai-chat", chatAnswer(31_000)],
  ["embeddings", "openai", embeddings],
] as const) {
  measure(`readAnswer ${name} (${body.length} bytes)`, () => dialects[id].readAnswer(body, {}));
  measure(`  JSON.parse, to compare`, () => JSON.parse(body.toString()));
}

const options: StreamOptions = {
  quirks: {},
  withholdUsage: false,
  maxOutputText: 64 * 1024,
  contentType: "text/event-stream",
};
const chatChunk = (content: string) =>
  Buffer.from(
    `data: {"id":"chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz012","object":"chat.completion.chunk","created":1760450541,"model":"gpt-5-mini-2025-08-07","service_tier":"default","system_fingerprint":"fp_0123456789","choices":[{"index":0,"delta":{"content":"${content}"},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"abcdef"}\n\n`,
  );
const anthropicChunk = Buffer.from(
  `event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"a piece of text"}}\n\n`,
);
const responsesChunk = Buffer.from(
  `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","sequence_number":12,"item_id":"msg_011ad7c8bb31561201","output_index":0,"content_index":0,"delta":" piece","logprobs":[],"obfuscation":"AbCdEfGh"}\n\n`,
);
const geminiChunk = Buffer.from(
  `data: {"candidates": [{"content": {"parts": [{"text": "a piece of text that is somewhat longer"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 14,"candidatesTokenCount": 12,"totalTokenCount": 26,"promptTokensDetails": [{"modality": "TEXT","tokenCount": 14}]},"modelVersion": "gemini-2.5-flash","responseId": "abc"}\r\n\r\n`,
);
for (const [name, id, chunk] of [
  ["chat", "openai-chat", chatChunk(" piece")],
  ["anthropic", "anthropic-messages", anthropicChunk],
  ["responses", "openai-responses", responsesChunk],
  ["gemini", "gemini", geminiChunk],
] as const) {
  for (const full of [false, true]) {
    let fed = 0;
    let watcher = dialects[id].watchStream(options);
    measure(`feed ${name} chunk (${chunk.length} bytes)${full ? ", text not kept" : ""}`, () => {
      // A stream of 500 chunks, so that gathering text is measured as it happens.
      if (fed === 500 || fed === 0)
        watcher = dialects[id].watchStream(full ? { ...options, maxOutputText: 0 } : options);
      fed = fed === 500 ? 1 : fed + 1;
      return watcher.feed(chunk);
    });
  }
}
{
  const chunk = chatChunk(" piece");
  const watcher = dialects["openai-chat"].watchStream({ ...options, withholdUsage: true, maxOutputText: 1024 });
  measure("feed chat chunk, withholding usage", () => watcher.feed(chunk));
  const half = [chunk.subarray(0, 150), chunk.subarray(150)] as const;
  measure("feed chat chunk in two halves", () => (watcher.feed(half[0]), watcher.feed(half[1])));
  const many = Buffer.concat(Array.from({ length: 64 }, () => chunk));
  measure(`feed 64 chat events in one chunk (${many.length} bytes)`, () => watcher.feed(many));
}

// What only calls with a guard or a prompt pay for.
for (const [name, body] of [
  ["1 KB", chatRequest(4, 170)],
  ["32 KB", chatRequest(8, 3900)],
] as const) {
  const scanned = scanJsonBody(body);
  measure(`transcript of ${name} request`, () => dialects["openai-chat"].texts.transcript(scanned));
  measure(`  readPromptRef, where there is none`, () => dialects["openai-chat"].readPromptRef(scanned));
}
for (const [name, id, chunk] of [
  ["chat", "openai-chat", chatChunk(" piece")],
  ["anthropic", "anthropic-messages", anthropicChunk],
  ["responses", "openai-responses", responsesChunk],
  ["gemini", "gemini", geminiChunk],
] as const) {
  const stream = dialects[id].texts.stream("text/event-stream");
  measure(`texts of ${name} chunk, forwarded as it is`, () => stream.feed(chunk).map((event) => stream.forward(event)));
}
