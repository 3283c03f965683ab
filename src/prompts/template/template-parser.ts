import { type Liquid, LiquidError, ParseError, Parser, type Token, type TopLevelToken, TypeGuards } from "#liquidjs";
import { nearestNames } from "../../lib/nearest-names.ts";
import { knownTags } from "./liquid-engine.ts";
import { ValueOutput } from "./value-output.ts";

const maxDepth = 32;
const maxQuotedLength = 40;

/** The engine's parser, with outputs that know their variable, a bound on nesting, and words for unknown tags. */
export class TemplateParser extends Parser {
  readonly #engine: Liquid;
  #depth = 0;

  constructor(engine: Liquid) {
    super(engine);
    this.#engine = engine;
  }

  override parseToken(token: TopLevelToken, remaining: TopLevelToken[]): ReturnType<Parser["parseToken"]> {
    if (this.#depth >= maxDepth) throw refuse(`is nested more than ${maxDepth} tags deep`, token);
    if (TypeGuards.isTagToken(token) && !(token.name in this.#engine.tags)) {
      throw refuse(unknownTag(token.name), token);
    }
    this.#depth += 1;
    try {
      return TypeGuards.isOutputToken(token) ? this.#parseOutput(token) : super.parseToken(token, remaining);
    } finally {
      this.#depth -= 1;
    }
  }

  /** As the engine does for every other node, a failure is told with its place. */
  #parseOutput(token: OutputToken): ValueOutput {
    try {
      return new ValueOutput(token, this.#engine);
    } catch (error) {
      if (error instanceof LiquidError || !(error instanceof Error)) throw error;
      throw new ParseError(error, token);
    }
  }
}

type OutputToken = ConstructorParameters<typeof ValueOutput>[0];

function refuse(message: string, token: Token): ParseError {
  return new ParseError(new Error(message), token);
}

function unknownTag(name: string): string {
  const shown = name.slice(0, maxQuotedLength);
  if (/^(?:end|else$|elsif$|when$)/.test(name)) return `has {% ${shown} %} with nothing open that it belongs to`;
  const [near] = nearestNames(shown, knownTags, 1);
  const hint = near === undefined ? `known are ${knownTags.join(", ")}` : `did you mean ${near}?`;
  return `has an unknown tag {% ${shown} %}: ${hint}`;
}
