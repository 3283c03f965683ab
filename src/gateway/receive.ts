import { takesUploads } from "../dialects/endpoints.ts";
import { scanJsonBody } from "../dialects/scan-json-body.ts";
import type { RequestReading } from "../dialects/dialect.ts";
import { headerValue, mediaType } from "../lib/header-list.ts";
import { readWhole } from "../lib/read-whole.ts";
import type { ByteSource } from "../ports/http-message.ts";
import { HoldfastError } from "../errors.ts";
import type { CallBody, IdentifiedCall, ReceivedCall } from "./call.ts";
import type { Settlement } from "./settling/settlement.ts";

/**
 * Reads the body once. Bodies of model calls, and JSON of any other, are held in memory and scanned; uploads stay
 * streams. Refuses with `body-too-large`, `body-timeout`, `body-malformed` or `body-duplicate-key`.
 */
export async function receive(call: IdentifiedCall, settlement: Settlement): Promise<ReceivedCall> {
  const { body } = call.request;
  if (body === undefined) {
    if (call.endpoint.kind === "call" && call.request.method === "POST") {
      throw new HoldfastError("body-malformed", { message: "It is empty; a JSON object was expected." });
    }
    return withReading(call, { kind: "none" });
  }
  const isJson =
    call.endpoint.kind === "call" || (isJsonType(mediaType(call.request.headers)) && !takesUploads(call.endpoint));
  if (!isJson) return withReading(call, passOn(call, body));
  const { bodyBytes, bodyReadMs } = call.snapshot.limits;
  refuseLonger(call, bodyBytes);
  refuseCompressed(call);
  settlement.deadline.waitFor("body", bodyReadMs);
  const bytes = await readWhole(body, bodyBytes, () => tooLarge(bodyBytes));
  return withReading(call, { kind: "json", json: scanJsonBody(bytes) });
}

function withReading(call: IdentifiedCall, body: CallBody): ReceivedCall {
  return { ...call, body, reading: readingOf(call, body) };
}

function isJsonType(type: string): boolean {
  return type === "application/json" || type.endsWith("+json");
}

function passOn(call: IdentifiedCall, body: ByteSource): CallBody {
  const { passthroughBytes } = call.snapshot.limits;
  refuseLonger(call, passthroughBytes);
  const length = headerValue(call.request.headers, "content-length");
  return { kind: "stream", source: bounded(body, passthroughBytes), length };
}

function refuseLonger(call: IdentifiedCall, maxBytes: number): void {
  const length = Number(headerValue(call.request.headers, "content-length") ?? 0);
  if (length > maxBytes) throw tooLarge(maxBytes);
}

/** What is compressed cannot be read as it is, and unpacking it would take more than its length says. */
function refuseCompressed(call: IdentifiedCall): void {
  const encoding = headerValue(call.request.headers, "content-encoding") ?? "identity";
  if (encoding === "identity" || encoding === "") return;
  throw new HoldfastError("body-malformed", { message: "It is compressed (content-encoding); send it as it is." });
}

function tooLarge(maxBytes: number): HoldfastError {
  return new HoldfastError("body-too-large", {
    message: `The limit is ${maxBytes} bytes; limits.bodyBytes and limits.passthroughBytes set it.`,
  });
}

/** A chunked upload names no length, so it is counted on its way. */
function bounded(body: ByteSource, maxBytes: number): ByteSource {
  let seen = 0;
  return {
    start(sink) {
      body.start({
        data(chunk) {
          seen += chunk.byteLength;
          if (seen <= maxBytes) {
            sink.data(chunk);
            return;
          }
          body.cancel(tooLarge(maxBytes));
          sink.fail(tooLarge(maxBytes));
        },
        end: () => sink.end(),
        fail: (error) => sink.fail(error),
      });
    },
    pause: () => body.pause(),
    resume: () => body.resume(),
    cancel: (reason) => body.cancel(reason),
  };
}

function readingOf(call: IdentifiedCall, body: CallBody): RequestReading {
  const { pathModel, streamByPath } = call.endpoint;
  if (body.kind !== "json") return { model: pathModel?.name, stream: streamByPath, endUser: undefined };
  const reading = call.dialect.readRequest(body.json);
  if (pathModel === undefined && !streamByPath) return reading;
  return { ...reading, model: pathModel?.name ?? reading.model, stream: streamByPath };
}
