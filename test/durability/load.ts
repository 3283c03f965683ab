import { Agent, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** What a caller has seen of one call. */
export interface SeenCall {
  readonly id: string;
  readonly stream: boolean;
  /** When its head came, on the performance clock. */
  readonly begunAtMs: number;
  readonly status: number;
  /** True: the whole answer, or the stream's own end, was seen. */
  readonly complete: boolean;
  readonly latencyMs: number;
  readonly endedAtMs: number;
  /** Holdfast's code in an answer that is an error. */
  readonly errorCode: string | undefined;
}

export interface LoadTarget {
  url: string;
  key: string;
}

export interface LoadOptions {
  /** Read for each call, so that a load outlives the gateway's process. */
  readonly target: LoadTarget;
  /** Calls at a time. */
  readonly callers: number;
  /** Each caller takes these in turn. */
  readonly models: readonly string[];
  /** How long a caller waits between two calls. */
  readonly thinkMs?: number;
}

export interface Load {
  /** Every call whose head came, in the order they ended. */
  readonly calls: readonly SeenCall[];
  /** Calls that brought no head: the connection was refused or broke before. */
  readonly failures: () => number;
  /** Lets running calls end and starts no more. */
  stop(): Promise<void>;
}

const failurePauseMs = 20;

/** Callers that call again and again, and write down what they saw. */
export function startLoad(options: LoadOptions): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: options.callers });
  const calls: SeenCall[] = [];
  let failures = 0;
  const stop = new AbortController();
  const caller = async (number: number): Promise<void> => {
    for (let turn = number; !stop.signal.aborted; turn += 1) {
      const model = options.models[turn % options.models.length] ?? "plain";
      const seen = await callOnce(options.target, { model, agent });
      if (seen !== undefined) calls.push(seen);
      else failures += 1;
      if (seen === undefined) await sleep(failurePauseMs);
      else if (options.thinkMs !== undefined) await sleep(options.thinkMs);
    }
  };
  const running = Array.from({ length: options.callers }, (_, number) => caller(number));
  return {
    calls,
    failures: () => failures,
    async stop() {
      stop.abort();
      await Promise.all(running);
      agent.destroy();
    },
  };
}

export interface CallWish {
  readonly model: string;
  readonly agent?: Agent;
}

const codeInBody = /"code":\s?"([a-z-]+)"/;
const longestTail = 4_096;

/** Makes one call; undefined when no head came. Never rejects. */
export function callOnce(target: LoadTarget, { model, agent }: CallWish): Promise<SeenCall | undefined> {
  const stream = model !== "plain";
  const body = JSON.stringify({ model: `openai/${model}`, stream, messages: [{ role: "user", content: "Hello" }] });
  const began = performance.now();
  return new Promise((resolve) => {
    const outgoing = request(
      `${target.url}/v1/chat/completions`,
      {
        method: "POST",
        agent,
        headers: { authorization: `Bearer ${target.key}`, "content-type": "application/json" },
      },
      (response) => void follow(response, { stream, began }).then(resolve),
    );
    // After a head this only repeats what the response says by itself.
    outgoing.on("error", () => resolve(undefined));
    outgoing.end(body);
  });
}

function follow(
  response: IncomingMessage,
  { stream, began }: { readonly stream: boolean; readonly began: number },
): Promise<SeenCall> {
  const begunAtMs = performance.now();
  let tail = "";
  let sawEnd = false;
  response.setEncoding("utf8");
  response.on("data", (text: string) => {
    tail = (tail + text).slice(-longestTail);
    if (stream && tail.endsWith("data: [DONE]\n\n")) sawEnd = true;
  });
  return new Promise((resolve) => {
    // Emitted once, after an end and after a break alike; without a listener of "error" a break would be thrown.
    response.on("error", () => undefined);
    response.on("close", () => {
      const status = response.statusCode ?? 0;
      const endedAtMs = performance.now();
      const id = response.headers["holdfast-call-id"];
      resolve({
        id: typeof id === "string" ? id : "",
        stream,
        begunAtMs,
        status,
        complete: status === 200 && (stream ? sawEnd : response.complete),
        latencyMs: endedAtMs - began,
        endedAtMs,
        errorCode: status === 200 ? undefined : codeInBody.exec(tail)?.[1],
      });
    });
  });
}
