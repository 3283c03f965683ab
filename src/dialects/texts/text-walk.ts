import { JsonCursor, maxJsonDepth } from "../json-cursor.ts";
import { decideDrafts, fillDrafts, placeDrafts, settleDrafts, type Draft } from "./draft.ts";
import { readMedia, settleData, type Literal } from "./media-text.ts";
import { isName, isPlainKey, stringRole } from "./not-text.ts";
import { readLiteral, type JsonText } from "./read-literal.ts";
import type { MemberRule, ObjectFacts, ReadingMode, TextClass, TextShape } from "./text-shape.ts";

/** How much is read before a reading gives up and says so. */
export interface TextBounds {
  readonly maxSpans: number;
  /** Bytes of all texts together, as the literals have them. */
  readonly maxBytes: number;
}

/** A value whose place was asked for (`keep`), whatever it is. */
export interface KeptValue {
  readonly path: readonly string[];
  readonly start: number;
  readonly end: number;
}

interface OpenObject {
  readonly facts: ObjectFacts;
  readonly mode: ReadingMode;
  /** A `data` member: what it is depends on members that may come after it. */
  data: Literal | undefined;
}

/** Finds every text of a JSON object in one pass, and decides what each is as the objects around it end. */
export class TextWalk<Kind extends string> {
  readonly drafts: Draft<Kind>[] = [];
  readonly kept: KeptValue[] = [];
  readonly facts: ObjectFacts = noFacts();
  truncated = false;
  readonly #json: JsonText;
  readonly #shape: TextShape<Kind>;
  readonly #bounds: TextBounds;
  readonly #cursor: JsonCursor;
  readonly #path: string[] = [];
  #bytes = 0;
  #unordered = false;

  constructor(json: JsonText, shape: TextShape<Kind>, bounds: TextBounds) {
    this.#json = json;
    this.#shape = shape;
    this.#bounds = bounds;
    this.#cursor = new JsonCursor(json.text);
  }

  /** Walks the object that begins at `position`. */
  walk(position: number): this {
    const cursor = this.#cursor;
    cursor.position = position;
    cursor.space();
    if (cursor.atObject()) this.#object({ facts: this.facts, mode: "top", data: undefined });
    else this.truncated = true;
    if (cursor.problem !== undefined) this.truncated = true;
    if (this.#unordered) this.drafts.sort((a, b) => a.start - b.start);
    return this;
  }

  #object(object: OpenObject): ObjectFacts {
    const cursor = this.#cursor;
    const from = this.drafts.length;
    if (!cursor.object()) return object.facts;
    do this.#member(object);
    while (cursor.nextMember());
    if (object.data !== undefined) this.#settle(object, object.data);
    const decided = this.#classify(object);
    if (decided !== undefined) fillDrafts(this.drafts, from, decided);
    if (object.mode === "top") settleDrafts(this.drafts, from, this.#shape.otherwise);
    return object.facts;
  }

  #member(object: OpenObject): void {
    const { drafts } = this;
    const cursor = this.#cursor;
    const before = drafts.length;
    const key = this.#key();
    const rule = this.#rule(key, object.mode);
    const start = cursor.position;
    if (rule?.silent === true) cursor.skip();
    else this.#value(key, modeInside(object.mode, rule), object);
    if (rule?.keep === true) this.kept.push({ path: [...this.#path], start, end: cursor.position });
    this.#path.pop();
    if (rule?.decides === true) decideDrafts(drafts, before, rule);
    else if (rule !== undefined) fillDrafts(drafts, before, rule);
  }

  #classify({ mode, facts }: OpenObject): TextClass<Kind> | undefined {
    if (mode === "shape") return this.#shape.classify(facts);
    return mode === "top" ? this.#shape.classifyTop?.(facts) : undefined;
  }

  #rule(key: string, mode: ReadingMode): MemberRule<Kind> | undefined {
    if (mode === "top") return this.#shape.top.get(key);
    return mode === "shape" ? this.#shape.members.get(key) : undefined;
  }

  /** Steps into the member's path; a name that is a text of its own becomes a draft. */
  #key(): string {
    const { keyStart, keyEnd } = this.#cursor;
    const written = this.#cursor.text.slice(keyStart, keyEnd);
    if (isPlainKey(written)) {
      this.#path.push(written);
      return written;
    }
    const key = readLiteral(this.#json, keyStart - 1, keyEnd + 1);
    this.#path.push(key ?? written);
    // A name such as `größe` is no text, and `a b` may be one: both are short enough to be looked at.
    this.#add({ start: keyStart - 1, end: keyEnd + 1, path: [...this.#path] });
    return key ?? written;
  }

  /** Reads one value, which belongs to `holder`; returns what it says about itself when it is an object. */
  #value(key: string, mode: ReadingMode, holder: OpenObject): ObjectFacts | undefined {
    const cursor = this.#cursor;
    if (this.#isFull() || this.#isTooDeep()) cursor.skip();
    else if (cursor.atString()) this.#string(key, mode, holder);
    else if (cursor.atObject()) return this.#object({ facts: noFacts(), mode, data: undefined });
    else if (cursor.atArray()) this.#array(key, mode);
    else noteScalar(holder.facts, key, cursor.take());
    return undefined;
  }

  #array(key: string, mode: ReadingMode): void {
    const cursor = this.#cursor;
    const depth = this.#path.length;
    if (!cursor.array()) return;
    let position = 0;
    do {
      this.#path.push(String(position));
      const from = this.drafts.length;
      const facts = this.#value(key, mode, { facts: noFacts(), mode, data: undefined });
      const index = facts?.numbers?.get("index");
      if (index !== undefined) placeDrafts(this.drafts, from, { depth, index });
      this.#path.pop();
      position += 1;
    } while (cursor.nextElement());
  }

  #string(key: string, mode: ReadingMode, object: OpenObject): void {
    const start = this.#cursor.position;
    if (!this.#cursor.skip()) return;
    const literal: Literal = { start, end: this.#cursor.position, path: [...this.#path] };
    const role = mode === "free" ? "text" : stringRole(key, mode === "schema");
    if (role === "media" && key === "data" && object.data === undefined) object.data = literal;
    else if (role === "media") this.#addAll(readMedia(this.#json, literal));
    else if (role === "text" || !this.#isName(literal, key, object)) this.#add(literal);
  }

  /** Whether a name's place holds one. What it says is kept in any case, for the object around it is known by it. */
  #isName({ start, end }: Literal, key: string, { facts }: OpenObject): boolean {
    // Decoded, because a name may be spelled with escapes too.
    const name = readLiteral(this.#json, start, end) ?? ambiguous;
    if (key === "role") facts.role = one(facts.role, name);
    else if (key === "type") facts.type = one(facts.type, name);
    else if (mediaTypeKeys.has(key)) facts.mediaType = name;
    return name !== ambiguous && isName(key, name);
  }

  #settle({ facts }: OpenObject, data: Literal): void {
    const settled = settleData(this.#json, data, facts);
    if (settled === undefined) return;
    this.#unordered = true;
    this.#addAll(settled);
  }

  #addAll(found: (Literal & { readonly text?: string }) | undefined): void {
    if (found !== undefined) this.#add(found);
  }

  #add(found: Literal & { readonly text?: string }): void {
    if (this.#isFull()) return;
    const { start, end } = found;
    this.#bytes += end - start;
    if (this.#bytes > this.#bounds.maxBytes) this.truncated = true;
    const text = found.text ?? readLiteral(this.#json, start, end);
    if (text === undefined) this.truncated = true;
    if (text === undefined || text === "") return;
    this.drafts.push({ ...found, text, place: undefined, kind: undefined, trust: undefined });
  }

  /** An answer has not been scanned before, and this recurses. */
  #isTooDeep(): boolean {
    if (this.#path.length <= maxJsonDepth) return false;
    this.truncated = true;
    return true;
  }

  #isFull(): boolean {
    if (this.drafts.length < this.#bounds.maxSpans && this.#bytes <= this.#bounds.maxBytes) return false;
    this.truncated = true;
    return true;
  }
}

const mediaTypeKeys: ReadonlySet<string> = new Set(["mimeType", "mime_type", "media_type"]);
const integer = /^\d{1,9}$/;
/** An object that names its role or its type twice, differently, or in a way that cannot be read, has none to rely on. */
const ambiguous = "";

function one(known: string | undefined, said: string): string {
  return known === undefined || known === said ? said : ambiguous;
}

function noFacts(): ObjectFacts {
  return { role: undefined, type: undefined, mediaType: undefined, thought: false, numbers: undefined };
}

function noteScalar(facts: ObjectFacts, key: string, text: string | undefined): void {
  if (text === undefined) return;
  if (key === "thought") facts.thought ||= text === "true";
  else if (integer.test(text)) (facts.numbers ??= new Map()).set(key, Number(text));
}

/** Below the top everything is the dialect's own shape until a member's rule says otherwise. */
function modeInside(mode: ReadingMode, rule: { readonly inside?: ReadingMode } | undefined): ReadingMode {
  return rule?.inside ?? (mode === "top" ? "shape" : mode);
}
