import { leakIn } from "./caller-headers.ts";
import { compareBytes, differs } from "./mismatch.ts";
import type { Mismatch } from "./mismatch.ts";
import type { Placed } from "./place-exchange.ts";
import { at, fields } from "./recorded-exchange.ts";
import { readEvents } from "./read-events.ts";
import type { RecordedEvent } from "./read-events.ts";
import type { ReceivedAnswer } from "./send-call.ts";
import type { PlannedAnswer } from "./start-provider.ts";

export interface ResponseCheck {
  readonly placed: Placed;
  readonly planned: PlannedAnswer;
  readonly answer: ReceivedAnswer;
  /** The provider's bytes. */
  readonly sent: Uint8Array;
  /** The gateway asked for usage that the caller did not ask for, and keeps it to itself. */
  readonly withheld: boolean;
  readonly key: string;
  /** The caller had nothing of a stream whose beginning had been sent. */
  readonly stalled: boolean;
}

/** What is wrong with what the caller got. */
export function checkResponse({
  placed,
  planned,
  answer,
  sent,
  withheld,
  key,
  stalled,
}: ResponseCheck): readonly Mismatch[] {
  const found: (Mismatch | undefined)[] = [];
  if (answer.status !== planned.status) {
    found.push(
      differs("response", "status", { expected: planned.status, came: `${answer.status} ${excerpt(answer)}` }),
    );
  }
  const expected = withheld ? withoutUsageEvents(sent) : withLinksHere(placed, sent);
  found.push(
    compareBytes("response", withheld ? "body, without the usage event," : "body", { expected, came: answer.body }),
  );
  for (const [name, value] of Object.entries(planned.headers)) {
    const came = answer.headers.get(name.toLowerCase());
    if (came !== value) found.push(differs("response", `header ${name}`, { expected: value, came }));
  }
  const leak = leakIn([...answer.headers].flat().join("\n"), key);
  if (leak !== undefined) found.push(differs("response", "secrets at the caller", { expected: "none", came: leak }));
  if (stalled) {
    const why = "nothing for two seconds after the first event";
    found.push(differs("response", "the stream on its way", { expected: "the first event at once", came: why }));
  }
  return found.filter((one) => one !== undefined);
}

/** The one other edit of an answer: SDKs follow this link with the key they have, so its host is cut out. */
function withLinksHere({ exchange, service }: Placed, bytes: Uint8Array): Uint8Array {
  if (service.family !== "anthropic" || exchange.api !== "batches") return bytes;
  const link = /("results_url"\s*:\s*")https?:\/\/[^/"\\]+(?=\/v1\/messages\/batches\/)/g;
  return Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll(link, "$1"), "latin1");
}

function excerpt(answer: ReceivedAnswer): string {
  return Buffer.from(answer.body).toString("utf8").slice(0, 300);
}

/** The stream without the events that hold a usage and nothing for the caller. */
export function withoutUsageEvents(bytes: Uint8Array): Uint8Array {
  const kept = readEvents(bytes).filter((event) => !isUsageEvent(event));
  return Buffer.from(kept.map((event) => event.text).join(""), "latin1");
}

function isUsageEvent({ value }: RecordedEvent): boolean {
  const chunk = fields(value);
  const usage = chunk["usage"] ?? at(chunk, "x_groq.usage");
  const choices = chunk["choices"];
  const isEmpty = !Array.isArray(choices) || choices.length === 0;
  return typeof usage === "object" && usage !== null && isEmpty && (chunk["error"] ?? null) === null;
}
