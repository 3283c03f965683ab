/** Text that stands in the JSON as it is. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** White space that JSON allows and that no serialiser would write by itself. */
const wide = ["", "", " ", "\n", "\t", "  ", "\r\n", "\n    ", " \t "] as const;
/** What servers do write. */
const narrow = ["", "", " ", "\n  ", ""] as const;

export interface OddStyle {
  /** The same seed always gives the same text. */
  readonly seed: string;
  /** `request`: any white space. `answer`: no more than a server would print. */
  readonly of: "request" | "answer";
}

/**
 * JSON with odd but valid white space and escapes, decided by the seed and the place of each token alone: two values that
 * differ in one token give two texts that differ in that token. Parsing it and printing it again would be noticed.
 */
export function writeOddJson(value: unknown, style: OddStyle): string {
  const writer = new OddWriter(style);
  writer.write(value);
  return writer.text();
}

class OddWriter {
  readonly #pieces: string[] = [];
  readonly #spaces: readonly string[];
  #state: number;

  constructor({ seed, of }: OddStyle) {
    this.#spaces = of === "request" ? wide : narrow;
    this.#state = hash(seed);
  }

  text(): string {
    return this.#pieces.join("");
  }

  write(value: unknown): void {
    this.#space();
    if (value instanceof Verbatim) this.#take(value.text);
    else if (typeof value === "string") this.#string(value);
    else if (Array.isArray(value)) this.#list("[]", value, (item) => this.write(item));
    else if (typeof value === "object" && value !== null) {
      this.#list("{}", Object.entries(value), ([name, member]) => {
        this.#space();
        this.#pieces.push(JSON.stringify(name));
        this.#space();
        this.#pieces.push(":");
        this.write(member);
      });
    } else this.#take(JSON.stringify(value ?? null));
    this.#space();
  }

  /** Every value takes one draw, so that what follows it does not depend on what it is. */
  #take(text: string): void {
    this.#draw(1);
    this.#pieces.push(text);
  }

  #list<Item>([open, close]: string, items: readonly Item[], each: (item: Item) => void): void {
    this.#take(open ?? "");
    items.forEach((item, index) => {
      if (index > 0) this.#pieces.push(",");
      each(item);
    });
    if (items.length === 0) this.#space();
    this.#pieces.push(close ?? "");
  }

  #string(value: string): void {
    const plain = JSON.stringify(value);
    const dice = this.#draw(8);
    if (dice === 0) this.#pieces.push(plain.replaceAll("/", String.raw`\/`));
    // oxlint-disable-next-line no-control-regex -- everything that is not ASCII is meant
    else if (dice === 1) this.#pieces.push(plain.replaceAll(/[^\u0000-\u007f]/g, escaped));
    else if (dice === 2) this.#pieces.push(plain.replace(/(?<=^")[a-z]/, escaped));
    else this.#pieces.push(plain);
  }

  #space(): void {
    this.#pieces.push(this.#spaces[this.#draw(this.#spaces.length)] ?? "");
  }

  #draw(sides: number): number {
    this.#state = (Math.imul(this.#state, 1_103_515_245) + 12_345) >>> 0;
    return (this.#state >>> 8) % sides;
  }
}

function escaped(unit: string): string {
  return String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** FNV-1a. */
export function hash(text: string): number {
  let state = 0x81_1c_9d_c5;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0;
  return state;
}
