/**
 * A thousand callers as a process of their own, which can be killed: `node streams-program.ts <url> <key> <model>
 * <count>`. Says in lines of JSON `{ begun }` when every stream has brought something, and `{ ended, whole }` when all
 * ended by themselves.
 */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const [url, key, model, countText] = process.argv.slice(2);
const count = Number(countText);
const groupSize = 50;
const agent = new Agent({ maxSockets: count });
let begun = 0;
let ended = 0;
let whole = 0;

function say(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function open(number: number): void {
  const body = JSON.stringify({ model: `openai/${model}`, stream: true, user: String(number), messages: [] });
  const call = request(`${url}/v1/chat/completions`, {
    method: "POST",
    agent,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  call.on("error", () => undefined);
  call.on("response", (response) => {
    let tail = "";
    let heard = false;
    response.setEncoding("utf8");
    response.on("data", (text: string) => {
      tail = (tail + text).slice(-64);
      if (heard) return;
      heard = true;
      begun += 1;
      if (begun === count) say({ begun });
    });
    response.on("error", () => undefined);
    response.on("close", () => {
      ended += 1;
      if (tail.endsWith("data: [DONE]\n\n")) whole += 1;
      if (ended === count) say({ ended, whole });
    });
  });
  call.end(body);
}

for (let number = 0; number < count; number += 1) {
  open(number);
  if (number % groupSize === groupSize - 1) await sleep(10);
}
