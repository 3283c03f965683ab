import type { EndingEvent, StreamEnding, StreamMeaning } from "../texts/stream-ending.ts";
import { fieldsOf, type UsageFields } from "../usage-fields.ts";

/** Google makes at most 8 candidates. */
const maxCandidates = 64;

/** Ends a stream of generated content as Google's own filter does: with `SAFETY` for every candidate that goes on. */
export class GeminiEnding implements StreamEnding {
  /** What the pieces say alike, with the latest counts. */
  #common: UsageFields = {};
  readonly #open = new Map<number, boolean>();

  read(value: UsageFields): StreamMeaning {
    const { candidates: _, error: __, ...common } = value;
    this.#common = { ...this.#common, ...common };
    return { ended: false, closes: candidatesOf(value).flatMap(closedBy) };
  }

  passed(value: UsageFields): void {
    for (const { index, finished } of candidatesOf(value)) {
      if (this.#open.size < maxCandidates) this.#open.set(index, !finished);
    }
  }

  stop(why: string): readonly EndingEvent[] {
    const open = this.#open.size === 0 ? [0] : [...this.#open].flatMap(([index, isOpen]) => (isOpen ? [index] : []));
    const candidates = open.map((index) => ({
      content: { role: "model", parts: [{ text: "" }] },
      finishReason: "SAFETY",
      finishMessage: why,
      index,
    }));
    return [{ data: JSON.stringify({ ...this.#common, candidates }) }];
  }
}

interface Candidate {
  readonly index: number;
  readonly finished: boolean;
  readonly parts: readonly UsageFields[];
}

function candidatesOf(value: UsageFields): readonly Candidate[] {
  const candidates: unknown = value["candidates"];
  if (!Array.isArray(candidates)) return [];
  return candidates.map(fieldsOf).map((candidate, position) => {
    const parts = fieldsOf(candidate["content"])["parts"];
    return {
      index: typeof candidate["index"] === "number" ? candidate["index"] : position,
      finished: typeof candidate["finishReason"] === "string",
      parts: Array.isArray(parts) ? parts.map(fieldsOf) : [],
    };
  });
}

/** A function call comes whole, unless it says that more of it follows. */
function closedBy({ index, finished, parts }: Candidate): readonly string[] {
  if (finished) return [`candidates/${index}`];
  return parts.flatMap((part, position) => {
    const call = part["functionCall"];
    const isWhole = call !== undefined && fieldsOf(call)["willContinue"] !== true;
    return isWhole ? [`candidates/${index}/content/parts/${position}`] : [];
  });
}
