import { at, fields } from "./recorded-exchange.ts";
import type { Fields } from "./recorded-exchange.ts";
import type { Placed } from "./place-exchange.ts";
import { readEvents } from "./read-events.ts";
import type { Family } from "./services.ts";

/** What an answer says about itself, read by parsing all of it. */
export interface AnswerFacts {
  readonly model: string | undefined;
  readonly finish: string | undefined;
  /** A stream that told of an error after it had begun with a good status. */
  readonly brokeInStream: boolean;
  /** Every usage object, in order. */
  readonly usage: readonly Fields[];
  /** False for a message's stream that ended before it said how much it wrote. */
  readonly isFinal: boolean;
  readonly searchesBeside: number | undefined;
}

/** One JSON value of an answer: all of it, or an event of its stream. */
interface Part {
  readonly name: string;
  readonly value: Fields;
}

export function readAnswer(placed: Placed, bytes: Uint8Array): AnswerFacts {
  const { response } = placed.exchange;
  const isStream = response.kind === "sse";
  const parts = isStream
    ? readEvents(bytes).map(({ name, value }) => ({ name, value: fields(value) }))
    : wholeParts(response.body);
  const reader = readers[placed.service.family];
  return {
    model: reader.model(parts),
    finish: lastOf(parts.flatMap((part) => reader.finish(part))),
    brokeInStream: isStream && response.status < 400 && parts.some(hasError),
    usage: saidUsage(placed, parts),
    isFinal: !isStream || parts.some(({ value }) => value["type"] === "message_delta"),
    searchesBeside: lastOf(parts.map(({ value }) => value["response"] ?? value).flatMap(searchesBeside)),
  };
}

/** Every usage object in order. The corpus names the first and the last itself, and its word goes before this reading. */
function saidUsage({ exchange, service }: Placed, parts: readonly Part[]): readonly Fields[] {
  const usage = parts.flatMap((part) => readers[service.family].usage(part));
  const { first, last } = exchange.usage ?? {};
  if (last !== undefined) usage.splice(-1, 1, last.value);
  if (first !== undefined && first !== null && usage.length > 1) usage.splice(0, 1, first.value);
  return usage;
}

/** OpenAI's responses count web searches beside their usage, because they are billed by the piece. */
function searchesBeside(response: unknown): readonly number[] {
  const searches = at(response, "tool_usage.web_search.num_requests");
  return typeof searches === "number" ? [searches] : [];
}

function wholeParts(body: unknown): readonly Part[] {
  const values: readonly unknown[] = Array.isArray(body) ? body : [body];
  return values.map((value) => ({ name: "", value: fields(value) }));
}

interface FamilyReader {
  model(parts: readonly Part[]): string | undefined;
  finish(part: Part): readonly string[];
  usage(part: Part): readonly Fields[];
}

const readers: Readonly<Record<Family, FamilyReader>> = {
  openai: {
    // Responses repeat the whole in their events, and the last is what became of it; chunks all say the same.
    model: (parts) =>
      lastOf(texts(parts.map(({ value }) => at(value, "response.model")))) ??
      texts(parts.map(({ value }) => value["model"]))[0],
    finish({ value }) {
      const response = isObject(value["response"]) ? value["response"] : value;
      const incomplete = at(response, "incomplete_details.reason");
      const status =
        finalStatuses.has(String(response["status"])) && response["object"] === "response"
          ? response["status"]
          : undefined;
      return texts([
        ...choicesOf(value)
          .filter(isFirst)
          .map((choice) => choice["finish_reason"]),
        incomplete ?? status,
      ]);
    },
    usage: ({ value }) =>
      objects([
        value["usage"] ??
          at(value, "x_groq.usage") ??
          at(value, "response.usage") ??
          at(value, "meta.billed_units") ??
          choicesOf(value)
            .map((choice) => choice["usage"])
            .find(isObject),
      ]),
  },
  anthropic: {
    model: (parts) => lastOf(texts(parts.map(({ value }) => at(value, "message.model") ?? value["model"]))),
    finish: ({ value }) =>
      texts([value["stop_reason"], at(value, "message.stop_reason"), at(value, "delta.stop_reason")]),
    usage: ({ value }) => objects([at(value, "message.usage"), value["usage"]]),
  },
  gemini: {
    model: (parts) => lastOf(texts(parts.map(({ value }) => value["modelVersion"]))),
    finish({ value }) {
      const candidates: readonly unknown[] = Array.isArray(value["candidates"]) ? value["candidates"] : [];
      const reasons = texts(candidates.map((candidate) => at(candidate, "finishReason")));
      return reasons.length > 0 ? reasons.slice(0, 1) : texts([at(value, "promptFeedback.blockReason")]);
    },
    usage: ({ value }) => objects([value["usageMetadata"]]),
  },
};

const finalStatuses: ReadonlySet<string> = new Set(["completed", "incomplete", "failed", "cancelled"]);

function choicesOf(value: Fields): readonly Fields[] {
  return Array.isArray(value["choices"]) ? value["choices"].map(fields) : [];
}

function isFirst(choice: Fields, position: number): boolean {
  return choice["index"] === undefined ? position === 0 : choice["index"] === 0;
}

function hasError({ name, value }: Part): boolean {
  return (
    name === "error" ||
    value["type"] === "error" ||
    isSaid(value["error"]) ||
    isSaid(at(value, "response.error")) ||
    choicesOf(value).some((choice) => isSaid(choice["error"]))
  );
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objects(values: readonly unknown[]): readonly Fields[] {
  return values.filter(isObject);
}

function texts(values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === "string").filter((value) => value !== "");
}

function lastOf<Item>(items: readonly Item[]): Item | undefined {
  return items.at(-1);
}
