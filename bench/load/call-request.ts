import type { RunningContestant } from "../contestants/contestant.ts";
import { filler } from "../stub/answers.ts";
import { scripts, type ScriptName } from "../stub/scripts.ts";

type Address = Pick<RunningContestant, "headers" | "model" | "port">;

function bodyOf(model: string, name: ScriptName): Buffer {
  const script = scripts[name];
  const withText = (text: string): string =>
    JSON.stringify({
      model,
      seed: script.seed,
      ...(script.answer === "plain" ? {} : { stream: true, stream_options: { include_usage: true } }),
      temperature: 0.2,
      max_completion_tokens: 800,
      messages: [
        { role: "system", content: "You answer customers of a small shop, briefly and kindly." },
        { role: "user", content: text },
      ],
    });
  return Buffer.from(withText(filler(script.requestBytes - withText("").length)));
}

/** One chat completion call as bytes on the wire, ready to be written again and again. */
export function callRequest(address: Address, name: ScriptName): Buffer {
  const body = bodyOf(address.model, name);
  const head = [
    "POST /v1/chat/completions HTTP/1.1",
    `host: 127.0.0.1:${address.port}`,
    ...address.headers,
    "accept: application/json",
    "content-type: application/json",
    "user-agent: OpenAI/JS 6.0.0",
    "x-stainless-lang: js",
    "x-stainless-retry-count: 0",
    `content-length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), body]);
}
