import { type Context, type Emitter, Output } from "#liquidjs";
import type { Origin } from "./origin.ts";
import { SpanEmitter } from "./span-emitter.ts";

/** `{{ … }}` that says which variable its text comes from. */
export class ValueOutput extends Output {
  /** Set once, by tracing, before the template is first rendered. */
  origin: Origin | undefined;
  /** The name, of an output that is nothing but a name; whether it is a variable's, tracing says by `origin`. */
  readonly name: string | undefined = /^\{\{-?\s*(\w+)\s*-?\}\}$/.exec(this.token.getText())?.[1];

  override *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
    const value = yield this.value.value(context, false);
    if (emitter instanceof SpanEmitter) emitter.writeValue(value, this.origin);
  }
}
