import { connect } from "node:net";
import type { RunningContestant } from "../contestants/contestant.ts";
import { expectedBody } from "../stub/answers.ts";
import { ChunkedBody } from "../wire/chunked-body.ts";
import { readMessageHead } from "../wire/message-head.ts";
import { callRequest } from "./call-request.ts";
import type { ScriptName } from "../stub/scripts.ts";

const limitMs = 10_000;
const maxAnswerBytes = 4 * 1024 * 1024;

interface RawAnswer {
  readonly status: number;
  readonly body: Buffer;
}

function dechunked(data: Buffer): Buffer | undefined {
  const walker = new ChunkedBody();
  const pieces: Buffer[] = [];
  let counted = 0;
  // Byte by byte is slow and simple: whatever raises the count is content.
  for (let at = 0; at < data.length && !walker.done; at += 1) {
    walker.feed(data, at, at + 1);
    if (walker.bytes > counted) pieces.push(data.subarray(at, at + 1));
    counted = walker.bytes;
  }
  return walker.done ? Buffer.concat(pieces) : undefined;
}

function wholeAnswer(data: Buffer): RawAnswer | undefined {
  const head = readMessageHead(data, 0, data.length);
  if (head === undefined) return undefined;
  const rest = data.subarray(head.bodyAt);
  const length = head.contentLength ?? 0;
  const body = head.chunked ? dechunked(rest) : rest.length >= length ? rest.subarray(0, length) : undefined;
  return body === undefined ? undefined : { status: Number(head.firstLine.slice(9, 12)), body };
}

function callOnce(port: number, request: Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request));
    let data: Buffer = Buffer.alloc(0);
    socket.setTimeout(limitMs, () => socket.destroy(new Error(`no whole answer within ${limitMs} ms`)));
    socket.on("data", (piece: Buffer) => {
      data = Buffer.concat([data, piece]);
      const answer = wholeAnswer(data);
      if (answer !== undefined) resolve(answer);
      else if (data.length > maxAnswerBytes) reject(new Error(`an answer of more than ${maxAnswerBytes} bytes`));
      if (answer !== undefined || data.length > maxAnswerBytes) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the connection was closed before the answer was whole")));
  });
}

/**
 * Makes one call and looks at every byte of its answer. Returns the length that later answers must have. Throws when a
 * contestant that keeps bytes changed one, or when one that writes answers anew lost the text.
 */
export async function learnAnswer(contestant: RunningContestant, name: ScriptName): Promise<number> {
  const expected = expectedBody(name);
  if (expected === undefined) throw new Error(`The script ${name} has no end.`);
  const answer = await callOnce(contestant.port, callRequest(contestant, name));
  if (answer.status !== 200) {
    throw new Error(`${name} was answered with ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
  }
  const same = contestant.keepsBytes
    ? answer.body.equals(expected)
    : answer.body.includes("two working days") || answer.body.includes("data: [DONE]");
  if (!same) throw new Error(`${name} was answered with other bytes than the upstream's.`);
  return answer.body.length;
}
