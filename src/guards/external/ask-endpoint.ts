import type { Cancellation } from "../../lib/cancellation.ts";
import { readUpTo } from "../../lib/read-up-to.ts";
import type { ClassifierEndpoint } from "./build-classifier-endpoint.ts";
import type { ClassifierQuestion } from "./classifier-question.ts";
import { maxClassifierAnswerBytes } from "./read-classifier-answer.ts";

export interface EndpointWait {
  /** Ends the exchange, whatever it is at. */
  readonly cancellation: Cancellation;
  readonly connectMs: number;
}

/**
 * What an endpoint answers to a question, as text. Rejects with the upstream's errors, the reason of the cancellation, or an
 * error for an answer that is not 200 or too long: a redirect is not followed, because the host is the configuration's say.
 */
export async function askEndpoint(
  endpoint: ClassifierEndpoint,
  question: ClassifierQuestion,
  { cancellation, connectMs }: EndpointWait,
): Promise<string> {
  const exchange = endpoint.upstream.send({
    origin: endpoint.origin,
    path: endpoint.path,
    method: "POST",
    headers: [
      "content-type",
      "application/json",
      "accept",
      "application/json",
      "accept-encoding",
      "identity",
      ...endpoint.credential(),
    ],
    body: new TextEncoder().encode(JSON.stringify(question)),
    connectMs,
    decode: true,
  });
  cancellation.onCancel((reason) => exchange.cancel(reason));
  const { status, body } = await exchange.answer;
  if (status !== 200) throw given(`The classifier answered with status ${status}.`, exchange);
  const read = await readUpTo(body, maxClassifierAnswerBytes, { cancellation, heard: () => {} });
  if (read.kind === "long")
    throw given(`The classifier's answer is longer than ${maxClassifierAnswerBytes} bytes.`, exchange);
  return new TextDecoder().decode(read.bytes);
}

/** The error that an exchange is given up with. */
function given(why: string, exchange: { cancel(reason: Error): void }): Error {
  const error = new Error(why);
  exchange.cancel(error);
  return error;
}
