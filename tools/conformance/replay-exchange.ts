import { callerHeaders } from "./caller-headers.ts";
import { asksForStream, checkLedger } from "./check-ledger.ts";
import { asksForUsage, checkRequest } from "./check-request.ts";
import { checkResponse } from "./check-response.ts";
import { cutAnswer, firstEventEnd } from "./cut-answer.ts";
import type { Cutting } from "./cut-answer.ts";
import { differs } from "./mismatch.ts";
import type { Mismatch } from "./mismatch.ts";
import { writeOddJson } from "./odd-json.ts";
import type { Placed } from "./place-exchange.ts";
import type { Sending, Way } from "./plan-ways.ts";
import { recordedBody } from "./recorded-exchange.ts";
import { sendCall } from "./send-call.ts";
import type { ReceivedAnswer } from "./send-call.ts";
import type { ReplayGateway } from "./start-gateway.ts";
import type { PlannedAnswer, ReplayProvider } from "./start-provider.ts";

export interface ReplayParts {
  readonly gateway: ReplayGateway;
  readonly provider: ReplayProvider;
  readonly cutting: Cutting;
}

/** What came of sending one exchange in one way. */
export interface Finding {
  readonly way: Way["name"];
  readonly mismatches: readonly Mismatch[];
  readonly unpriced: string | undefined;
  readonly excused: string | undefined;
}

/** Sends one recorded request through the gateway, answers it as recorded, and checks everything that can be checked. */
export async function replayExchange({ placed, way }: Sending, parts: ReplayParts): Promise<Finding> {
  const { gateway, provider } = parts;
  const { key } = gateway;
  const name = `${way.name}:${placed.exchange.id}`;
  const sent = answerBytes(placed);
  const callerHasBytes = Promise.withResolvers<void>();
  const planned = { ...planAnswer(placed, sent, parts.cutting), callerHasBytes: callerHasBytes.promise };
  const expected = provider.expect(name, planned);
  try {
    const answer = await sendCall({
      port: gateway.port,
      method: placed.exchange.request.method,
      path: way.key === "query" ? `${way.path}${key}` : way.path,
      headers: callerHeaders(placed, way, { key, name }),
      body: way.body,
      onFirstBytes: callerHasBytes.resolve,
    });
    const rows = gateway.ledger.take(answer.headers.get("holdfast-call-id") ?? "");
    const refused = refusal(answer, expected.requests.length);
    if (refused !== undefined) return finding(way, [refused]);
    const ledger = checkLedger(placed, sent, rows);
    const { requests } = expected;
    const mismatches = [
      ...checkRequest({ placed, way, key, requests }),
      ...checkResponse({ placed, planned, answer, sent, withheld: isWithheld(placed), key, stalled: expected.stalled }),
      ...ledger.mismatches,
    ];
    return { ...ledger, way: way.name, mismatches };
  } catch (error) {
    return finding(way, [differs("response", "the call", { expected: "an answer", came: describe(error) })]);
  } finally {
    expected.forget();
  }
}

function finding(way: Way, mismatches: readonly Mismatch[]): Finding {
  return { way: way.name, mismatches, unpriced: undefined, excused: undefined };
}

/** The gateway's own refusal, in one line instead of one for each thing that is missing then. */
function refusal(answer: ReceivedAnswer, requests: number): Mismatch | undefined {
  if (requests > 0) return undefined;
  const body = Buffer.from(answer.body).toString("utf8").slice(0, 300);
  return differs("request", "requests at the provider", { expected: 1, came: `none: ${answer.status} ${body}` });
}

function isWithheld(placed: Placed): boolean {
  return asksForUsage(placed) && isStreamed(placed);
}

/** An answer that has to come through piece by piece: an event stream, or what was asked for as a stream. */
function isStreamed(placed: Placed): boolean {
  const { exchange, depth } = placed;
  const type = exchange.response.headers?.["content-type"] ?? "";
  const isAsked = depth === "call" && asksForStream(placed) && exchange.response.status < 300;
  return type.startsWith("text/event-stream") || isAsked;
}

/** The provider's bytes. Of JSON only the values were recorded; it is printed as oddly as servers may. */
function answerBytes({ exchange }: Placed): Uint8Array {
  const { response } = exchange;
  if (response.kind === "json")
    return Buffer.from(writeOddJson(response.body, { seed: exchange.id, of: "answer" }), "utf8");
  const body = recordedBody(response.body);
  if (body.kind === "none") return new Uint8Array();
  return body.kind === "bytes" ? body.bytes : Buffer.from(JSON.stringify(body.value), "utf8");
}

function planAnswer(placed: Placed, bytes: Uint8Array, cutting: Cutting): Omit<PlannedAnswer, "callerHasBytes"> {
  const { response, id } = placed.exchange;
  const streamed = isStreamed(placed);
  const isPlain = cutting.kind === "events" && !streamed;
  const hasBody = response.status !== 204 && response.status !== 304;
  return {
    status: response.status,
    headers: response.headers ?? {},
    pieces: !hasBody ? [] : isPlain ? [bytes] : cutAnswer(bytes, cutting, id),
    withLength: isPlain && hasBody,
    pauseAfter: streamed ? pauseIn(placed, bytes) : undefined,
  };
}

/** Where a stream is stopped for a moment: behind its first event, or in the middle of a JSON array. */
function pauseIn({ exchange }: Placed, bytes: Uint8Array): number | undefined {
  if (exchange.response.kind === "sse") return firstEventEnd(bytes);
  return Array.isArray(exchange.response.body) ? Math.floor(bytes.length / 2) : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
