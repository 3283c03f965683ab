import type { Edit } from "../dialect.ts";
import type { JsonBody } from "../json-body.ts";
import { JsonCursor } from "../json-cursor.ts";
import { latin1 } from "../latin1.ts";
import { memberKind } from "../member-kind.ts";
import { fieldsOf } from "../usage-fields.ts";
import type { AppliedPrompt } from "./applied-prompt.ts";
import { memberPlaces } from "./member-places.ts";
import { removeMembers } from "./remove-members.ts";

/** A member at the top, or one inside it: `["temperature"]`, `["reasoning", "effort"]`. */
export type MemberPath = readonly [string] | readonly [outer: string, inner: string];

/** Members that name a prompt to Holdfast. A provider that has others by these names writes them in another form. */
const promptKeys = ["prompt", "variables"] as const;

/** Gathers the splices that write a prompt into a body. What the caller set stays as it is. */
export class BodyEditor {
  readonly body: JsonBody;
  readonly losses: string[] = [];
  readonly #edits: Edit[] = [];
  /** Members that the body does not have yet, as JSON. */
  readonly #added: string[] = [];
  /** Members for objects that the body does not have yet, by the object's key. */
  readonly #addedInside = new Map<string, string[]>();

  constructor(body: JsonBody) {
    this.body = body;
  }

  lose(what: string): void {
    this.losses.push(what);
  }

  /** Whether the caller says nothing under this key, or `null`. */
  isUnset(key: string): boolean {
    const kind = memberKind(this.body, key);
    return kind === "absent" || kind === "null";
  }

  /** Sets a member that has several names in this dialect, unless the caller did by any of them. The first name is written. False: the caller did. */
  set(paths: readonly [MemberPath, ...MemberPath[]], value: unknown): boolean {
    if (paths.some((path) => this.#isSet(path))) return false;
    const [outer, inner] = paths.find(([first, second]) => second !== undefined && !this.isUnset(first)) ?? paths[0];
    if (inner === undefined) this.put(outer, JSON.stringify(value));
    else this.#putInside(outer, `${JSON.stringify(inner)}:${JSON.stringify(value)}`);
    return true;
  }

  /** Makes `json` the value of a member that the caller left out or set to null. */
  put(key: string, json: string): void {
    const span = this.body.spans.get(key);
    if (span === undefined) this.#added.push(`${JSON.stringify(key)}:${json}`);
    else this.#edits.push({ ...span, text: json });
  }

  /** Puts JSON values before and after the elements of a list; creates the list where the caller has none. */
  surround(key: string, before: readonly string[], after: readonly string[]): void {
    if (this.isUnset(key)) {
      this.put(key, `[${[...before, ...after].join(",")}]`);
      return;
    }
    const span = this.body.spans.get(key);
    if (span !== undefined) this.surroundAt(span, before, after);
  }

  /** The same for the list at a place in the body. */
  surroundAt(
    { start, end }: { readonly start: number; readonly end: number },
    before: readonly string[],
    after: readonly string[],
  ): void {
    const cursor = new JsonCursor(latin1(this.body.bytes.subarray(start, end)));
    const isEmpty = !cursor.array();
    const first = isEmpty ? [...before, ...after] : before;
    if (first.length > 0) this.insert(start + 1, `${first.join(",")}${isEmpty ? "" : ","}`);
    if (!isEmpty && after.length > 0) this.insert(end - 1, `,${after.join(",")}`);
  }

  insert(at: number, text: string): void {
    this.#edits.push({ start: at, end: at, text });
  }

  /** Everything so far, with the members that named the prompt taken out. */
  finish(): AppliedPrompt {
    for (const [outer, members] of this.#addedInside) this.#finishInside(outer, members);
    const named = promptKeys.filter((key) => memberKind(this.body, key) === "object");
    const places = memberPlaces(this.body);
    const added = this.#added.join(",");
    // The new members take the place of an old one, so that no comma depends on what else is edited.
    const place = added === "" ? undefined : places.find(({ key }) => key === named[0]);
    if (place !== undefined) this.#edits.push({ start: place.start, end: place.end, text: added });
    else if (added !== "") this.insert(this.body.afterOpen, `${added}${places.length === 0 ? "" : ","}`);
    const removed = new Set<string>(named.filter((key) => key !== place?.key));
    return { edits: [...this.#edits, ...removeMembers(places, removed)], losses: this.losses };
  }

  #isSet([outer, inner]: MemberPath): boolean {
    if (this.isUnset(outer)) return false;
    if (inner === undefined) return true;
    // What is no object is the provider's to refuse, not ours to replace.
    return memberKind(this.body, outer) !== "object" || fieldsOf(this.body.value(outer))[inner] !== undefined;
  }

  #putInside(outer: string, member: string): void {
    const members = this.#addedInside.get(outer) ?? [];
    members.push(member);
    this.#addedInside.set(outer, members);
  }

  #finishInside(outer: string, members: readonly string[]): void {
    const span = this.body.spans.get(outer);
    if (span === undefined || this.isUnset(outer)) {
      this.put(outer, `{${members.join(",")}}`);
      return;
    }
    const cursor = new JsonCursor(latin1(this.body.bytes.subarray(span.start, span.end)));
    const isEmpty = !cursor.object();
    this.insert(span.start + 1, `${members.join(",")}${isEmpty ? "" : ","}`);
  }
}
