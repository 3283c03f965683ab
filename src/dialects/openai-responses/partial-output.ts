import { fieldsOf, type UsageFields } from "../usage-fields.ts";

/** The most items, and characters of text, that are kept to be repeated at the end. */
const maxItems = 1_024;
const maxParts = 1_024;
const maxText = 4 * 1024 * 1024;

/** Which member of a part each kind of delta adds to, and the item's list that the part is in. */
const listOfDelta: ReadonlyMap<unknown, readonly [list: string, index: string, member: string]> = new Map([
  ["response.output_text.delta", ["content", "content_index", "text"]],
  ["response.refusal.delta", ["content", "content_index", "refusal"]],
  ["response.reasoning_text.delta", ["content", "content_index", "text"]],
  ["response.reasoning_summary_text.delta", ["summary", "summary_index", "text"]],
]);

/** Deltas of the item itself. */
const memberOfDelta: ReadonlyMap<unknown, string> = new Map([
  ["response.function_call_arguments.delta", "arguments"],
  ["response.mcp_call_arguments.delta", "arguments"],
  ["response.custom_tool_call_input.delta", "input"],
]);

type Fields = Record<string, unknown>;

interface Item {
  readonly isDone: boolean;
  readonly fields: Fields;
  readonly lists: Map<string, Map<number, Fields>>;
}

/** The output of a streamed response as far as it has come, event by event. Beyond its bounds it keeps what it has. */
export class PartialOutput {
  readonly #items = new Map<number, Item>();
  #textLength = 0;

  add(value: UsageFields): void {
    const index = value["output_index"];
    if (typeof index !== "number") return;
    switch (value["type"]) {
      case "response.output_item.added":
      case "response.output_item.done":
        this.#item(index, value);
        return;
      case "response.content_part.added":
        this.#part(index, ["content", value["content_index"]], value["part"]);
        return;
      case "response.reasoning_summary_part.added":
        this.#part(index, ["summary", value["summary_index"]], value["part"]);
        return;
      default:
        this.#delta(index, value);
    }
  }

  /** The events that close the items which are still open. */
  closings(): readonly UsageFields[] {
    return [...this.#items].flatMap(([index, item]) =>
      item.isDone ? [] : [{ type: "response.output_item.done", output_index: index, item: itemOf(item) }],
    );
  }

  /** The items as they would stand in the response, those that are not finished as incomplete. */
  items(): readonly UsageFields[] {
    return [...this.#items].toSorted(([one], [other]) => one - other).map(([, item]) => itemOf(item));
  }

  #item(index: number, value: UsageFields): void {
    if (this.#items.size === maxItems && !this.#items.has(index)) return;
    const isDone = value["type"] === "response.output_item.done";
    this.#items.set(index, { isDone, fields: { ...fieldsOf(value["item"]) }, lists: new Map() });
  }

  /** The part at a position of one of an item's lists; `part` where there is none yet. */
  #part(index: number, [list, position]: readonly [string, unknown], part: unknown): Fields | undefined {
    const item = this.#items.get(index);
    if (item === undefined || typeof position !== "number") return undefined;
    const parts = item.lists.get(list) ?? new Map<number, Fields>();
    item.lists.set(list, parts);
    const known = parts.get(position);
    if (known !== undefined || parts.size === maxParts) return known;
    const added = { ...fieldsOf(part) };
    parts.set(position, added);
    return added;
  }

  #delta(index: number, value: UsageFields): void {
    const form = listOfDelta.get(value["type"]);
    const member = form?.[2] ?? memberOfDelta.get(value["type"]);
    const { delta } = value;
    if (member === undefined || typeof delta !== "string") return;
    const fields =
      form === undefined ? this.#items.get(index)?.fields : this.#part(index, [form[0], value[form[1]]], {});
    this.#textLength += delta.length;
    if (fields === undefined || this.#textLength > maxText) return;
    const before = fields[member];
    fields[member] = `${typeof before === "string" ? before : ""}${delta}`;
  }
}

function itemOf({ fields, lists }: Item): UsageFields {
  const filled: Fields = { ...fields };
  for (const [list, parts] of lists) {
    filled[list] = [...parts].toSorted(([one], [other]) => one - other).map(([, part]) => part);
  }
  return filled["status"] === "in_progress" ? { ...filled, status: "incomplete" } : filled;
}
