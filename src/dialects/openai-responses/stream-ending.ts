import { goesOn, type EndingEvent, type StreamEnding, type StreamMeaning } from "../texts/stream-ending.ts";
import { fieldsOf, type UsageFields } from "../usage-fields.ts";
import { PartialOutput } from "./partial-output.ts";

const endings: ReadonlySet<unknown> = new Set(["response.completed", "response.incomplete", "response.failed"]);
const beginnings: ReadonlySet<unknown> = new Set(["response.created", "response.queued", "response.in_progress"]);

/** Ends a streamed response as OpenAI's own filter does: incomplete, with what the caller has got of it so far. */
export class ResponsesEnding implements StreamEnding {
  #created: UsageFields | undefined;
  #hasStarted = false;
  /** The number of the event that was forwarded last; the ending goes on counting from it. */
  #sequence = -1;
  readonly #output = new PartialOutput();

  read(value: UsageFields): StreamMeaning {
    const { type } = value;
    if (beginnings.has(type)) this.#created ??= value;
    if (endings.has(type)) return { ended: true, closes: [""] };
    if (type === "response.output_item.done")
      return { ended: false, closes: [`output/${String(value["output_index"])}`] };
    return goesOn;
  }

  passed(value: UsageFields): void {
    if (value["type"] === "response.created") this.#hasStarted = true;
    if (typeof value["sequence_number"] === "number") this.#sequence = value["sequence_number"];
    this.#output.add(value);
  }

  stop(): readonly EndingEvent[] {
    const begun = { object: "response", ...fieldsOf(this.#created?.["response"]) };
    const response = {
      ...begun,
      status: "incomplete",
      incomplete_details: { reason: "content_filter" },
      output: this.#output.items(),
    };
    const events: readonly UsageFields[] = [
      ...(this.#hasStarted ? [] : [{ type: "response.created", response: { ...begun, output: [] } }]),
      ...this.#output.closings(),
      { type: "response.incomplete", response },
    ];
    return events.map((event, position) => ({
      name: String(event["type"]),
      data: JSON.stringify({ ...event, sequence_number: this.#sequence + 1 + position }),
    }));
  }
}
