import { HoldfastError } from "../../errors.ts";
import { parseJson } from "../../lib/parse-json.ts";
import { readWhole } from "../../lib/read-whole.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";
import type { ByteSource } from "../../ports/http-message.ts";
import type { Upstream, UpstreamAnswer, UpstreamExchange, UpstreamRequest } from "../../ports/upstream.ts";
import { answerEcho, refuseEcho } from "./answer-echo.ts";
import { type EchoReply, type EchoRequest, isFields } from "./echo-request.ts";
import { echoSource } from "./echo-source.ts";

/** Larger requests are refused: echo holds them in memory. */
const maxBodyBytes = 64 * 1024 * 1024;
const idBytes = 12;
const msPerSecond = 1_000;

export interface EchoParts {
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * A provider inside the process: says back what the user said last, in every dialect, whole or word by word, with usage.
 * It needs no network and no key, so that a first call works anywhere and tests need no one else.
 */
export function createEchoUpstream(parts: EchoParts): Upstream {
  return Object.freeze({
    send(request: UpstreamRequest): UpstreamExchange {
      let source: ByteSource | undefined;
      let cancelled: Error | undefined;
      let giveUp: ((reason: Error) => void) | undefined;
      const leaving = new Promise<never>((_, reject) => {
        giveUp = reject;
      });
      const answering = answer(request, parts).then((made) => {
        source = made.body;
        if (cancelled !== undefined) source.cancel(cancelled);
        return made;
      });
      return {
        answer: Promise.race([answering, leaving]),
        cancel(reason) {
          if (cancelled !== undefined) return;
          cancelled = reason;
          if (typeof request.body === "object" && !(request.body instanceof Uint8Array)) request.body.cancel(reason);
          source?.cancel(reason);
          giveUp?.(reason);
        },
      };
    },
  });
}

async function answer(request: UpstreamRequest, parts: EchoParts): Promise<UpstreamAnswer> {
  const reply = replyTo(request, await bodyText(request), parts);
  const { id, made } = reply;
  return {
    status: made.status,
    headers: ["content-type", made.contentType, made.idHeader, `req_${id}`],
    body: echoSource(made.pieces, parts.clock),
  };
}

async function bodyText(request: UpstreamRequest): Promise<string> {
  if (request.body === undefined) return "";
  const bytes =
    request.body instanceof Uint8Array
      ? request.body
      : await readWhole(
          request.body,
          maxBodyBytes,
          () => new HoldfastError("body-too-large", { message: `Echo takes at most ${maxBodyBytes} bytes.` }),
        );
  return new TextDecoder().decode(bytes);
}

function replyTo(
  request: UpstreamRequest,
  text: string,
  parts: EchoParts,
): { readonly id: string; readonly made: EchoReply } {
  const [path = "", query = ""] = request.path.split("?", 2);
  const asked: Omit<EchoRequest, "fields"> = {
    method: request.method,
    path,
    query,
    headers: request.headers,
    id: freshId(parts.ids),
    seconds: Math.floor(parts.clock.now() / msPerSecond),
  };
  const fields = readFields(text);
  // An upload is no JSON and no endpoint of echo's: that it has no such endpoint is what its sender must hear.
  const made = answerEcho({ ...asked, fields: fields ?? {} });
  if (fields !== undefined || made.status !== 200) return { id: asked.id, made };
  return { id: asked.id, made: refuseEcho(asked, 400, "The request body is not a JSON object.") };
}

/** Undefined: there is a body, and it is no JSON object. */
function readFields(text: string): EchoRequest["fields"] | undefined {
  if (text === "") return {};
  const parsed = parseJson(text);
  return parsed.ok && isFields(parsed.value) ? parsed.value : undefined;
}

function freshId(ids: Ids): string {
  return Array.from(ids.secret(idBytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
