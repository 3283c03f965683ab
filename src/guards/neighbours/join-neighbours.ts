import type { ScreenedText } from "../guard.ts";
import type { JoinedText, Slice } from "./joined-text.ts";
import { jointBetween } from "./joint-between.ts";

/** How much of a long text's beginning and end is read together with what stands next to it, in UTF-16 units. */
const edgeLength = 256;

/** Who speaks. What one of them says in several pieces, a model reads as one. */
type Voice = "user" | "assistant" | "tool";

/**
 * What is split over neighbours: content parts, messages of one role, tool results, variables of a prompt. Short texts are
 * joined whole, of long ones only the edges that meet; a text without a neighbour is in none, so that all that is joined
 * is hardly longer than the texts are. What the operator says, definitions of tools and calls of them join nothing.
 */
export function joinNeighbours(texts: readonly ScreenedText[]): readonly JoinedText[] {
  const joined: JoinedText[] = [];
  const runs: Record<Voice, Run> = { user: new Run(joined), assistant: new Run(joined), tool: new Run(joined) };
  for (const text of texts) {
    const voice = voiceOf(text);
    if (voice === undefined) continue;
    // A turn ends where the other side speaks. What tools say goes on: whoever writes one page can write the next.
    if (voice === "user") runs.assistant.end();
    if (voice === "assistant") runs.user.end();
    runs[voice].add(text);
  }
  for (const run of Object.values(runs)) run.end();
  return joined;
}

function voiceOf({ kind, trust }: ScreenedText): Voice | undefined {
  if (trust === "operator" || kind === "tool-definition" || kind === "tool-call") return undefined;
  if (kind === "assistant") return "assistant";
  return trust === "tool" ? "tool" : "user";
}

/** Texts of one voice that follow each other, while they are gathered. */
class Run {
  readonly #joined: JoinedText[];
  #text = "";
  #slices: Slice[] = [];

  constructor(joined: JoinedText[]) {
    this.#joined = joined;
  }

  add(of: ScreenedText): void {
    const { length } = of.text;
    if (length <= 2 * edgeLength) {
      this.#take(of, 0, length);
      return;
    }
    this.#take(of, 0, edgeLength);
    this.end();
    this.#take(of, length - edgeLength, length);
  }

  end(): void {
    const [first, second, ...others] = this.#slices;
    if (first !== undefined && second !== undefined) {
      this.#joined.push({ text: this.#text, slices: [first, second, ...others] });
    }
    this.#text = "";
    this.#slices = [];
  }

  #take(of: ScreenedText, start: number, end: number): void {
    const said = of.text.slice(start, end);
    if (this.#slices.length > 0) this.#text += jointBetween(this.#text, said);
    this.#slices.push({ of, start, end, at: this.#text.length });
    this.#text += said;
  }
}
