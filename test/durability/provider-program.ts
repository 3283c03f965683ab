/**
 * A model provider as a process of its own, so that it shares no event loop with what measures it. The model's name says
 * how it answers: `plain`, `stream-<events>-<ms between them>`, `huge-<mebibytes>`. `GET /seen` tells what it saw.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

const asked = /"model":"([a-z]+)(?:-(\d+))?(?:-(\d+))?"/;
const tagged = /"user":"(\d+)"/;
const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
const hugeEventBytes = 16 * 1024;

let requests = 0;
let open = 0;
let bytesTaken = 0;
/** When the gateway left an answer before its end, by the number that the caller sent as `user`. */
let leftAtMs: Record<string, number> = {};

const plain = JSON.stringify({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1,
  model: "gpt-4o-mini-2024-07-18",
  choices: [{ index: 0, message: { role: "assistant", content: "x".repeat(600) }, finish_reason: "stop" }],
  usage,
});

function event(content: string): string {
  return `data: ${JSON.stringify({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  })}\n\n`;
}

const last = `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", choices: [], usage })}\n\n`;
const end = `${last}data: [DONE]\n\n`;
const word = event("a word ");
const hugeWord = event("y".repeat(hugeEventBytes));

function stream(response: ServerResponse, events: number, gapMs: number): void {
  let sent = 0;
  const next = (): void => {
    if (response.destroyed) return;
    if (sent === events) {
      response.end(end);
      return;
    }
    sent += 1;
    response.write(word);
    if (gapMs === 0) setImmediate(next);
    else setTimeout(next, gapMs);
  };
  next();
}

/** Writes as fast as it is read, so that `bytesTaken` shows how much whoever is between here and the reader holds. */
function huge(response: ServerResponse, mebibytes: number): void {
  let left = (mebibytes * 1024 * 1024) / hugeEventBytes;
  const next = (): void => {
    while (left > 0) {
      if (response.destroyed) return;
      left -= 1;
      const isTaken = response.write(hugeWord, () => {
        bytesTaken += hugeWord.length;
      });
      if (!isTaken) return;
    }
    response.end(end);
  };
  response.on("drain", next);
  next();
}

function answer(body: string, response: ServerResponse): void {
  const [, kind, first, second] = asked.exec(body) ?? [];
  if (kind === "plain") {
    response.writeHead(200, { "content-type": "application/json", "content-length": plain.length }).end(plain);
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (kind === "huge") huge(response, Number(first));
  else stream(response, Number(first ?? 1), Number(second ?? 0));
}

function receive(request: IncomingMessage, response: ServerResponse): void {
  if (request.url === "/seen") {
    response.end(JSON.stringify({ requests, open, bytesTaken, leftAtMs }));
    return;
  }
  if (request.url === "/forget") {
    requests = 0;
    bytesTaken = 0;
    leftAtMs = {};
    response.end();
    return;
  }
  requests += 1;
  open += 1;
  let body = "";
  response.on("close", () => {
    open -= 1;
    if (response.writableFinished) return;
    const tag = tagged.exec(body)?.[1];
    if (tag !== undefined) leftAtMs[tag] = performance.timeOrigin + performance.now();
  });
  request.setEncoding("utf8");
  request.on("data", (text: string) => (body += text));
  request.on("end", () => answer(body, response));
}

const server = createServer(receive);
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address === "object" && address !== null) console.log(String(address.port));
});
