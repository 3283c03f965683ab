import { type Context, type Emitter, type Liquid, Tag, type TagToken, type TopLevelToken, Value } from "#liquidjs";
import type { Origin } from "./origin.ts";
import { SpanEmitter } from "./span-emitter.ts";

/** `{% media photo %}`: the picture, sound or document behind a URL, as a part of its own between the texts. */
export class MediaTag extends Tag {
  readonly value: Value;
  /** Set once, by tracing, before the template is first rendered. */
  origin: Origin | undefined;

  constructor(token: TagToken, remaining: TopLevelToken[], engine: Liquid) {
    super(token, remaining, engine);
    this.value = new Value(this.tokenizer.readFilteredValue(), engine);
  }

  *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const value = yield this.value.value(context, false);
    if (emitter instanceof SpanEmitter) emitter.writeMedia(value, this.origin);
  }

  *arguments(): Generator<Value, void, unknown> {
    yield this.value;
  }
}
