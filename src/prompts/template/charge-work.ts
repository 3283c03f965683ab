import { defaultOperators, type Context, type FilterImplOptions, type Operators } from "#liquidjs";
import { weigh } from "./weigh.ts";

/** Looking through text costs a fraction of making it. */
const scanDivisor = 8;

type FilterHandler = Extract<FilterImplOptions, (...args: never[]) => unknown>;

/**
 * A filter that pays for what it is given before it looks at it. The engine's own filters pay for what they make, and
 * some write a whole list out, or walk a long text, before they do.
 */
export function chargedFilter(filter: FilterImplOptions): FilterImplOptions {
  const handler: FilterHandler = typeof filter === "function" ? filter : filter.handler;
  return function (this: ThisParameterType<FilterHandler>, value: unknown, ...args: readonly unknown[]): unknown {
    charge(this.context, value);
    for (const argument of args) charge(this.context, argument);
    return handler.call(this, value, ...args);
  };
}

/** The engine's operators, of which those that walk through lists and texts pay for it too. */
export const chargedOperators: Operators = {
  ...defaultOperators,
  contains: charged("contains", charge),
  "==": charged("==", chargeList),
  "!=": charged("!=", chargeList),
};

function charged(name: string, pay: (context: Context, value: unknown) => void): Operators[string] {
  const operator = defaultOperators[name];
  if (operator === undefined) throw new Error(`the template engine has no operator ${name}`);
  return (left: unknown, right: unknown, context: Context) => {
    pay(context, left);
    return operator(left, right, context);
  };
}

function charge(context: Context, value: unknown): void {
  if (typeof value === "string") context.memoryLimit.use(value.length / scanDivisor);
  else chargeList(context, value);
}

function chargeList(context: Context, value: unknown): void {
  if (Array.isArray(value)) context.memoryLimit.use(weigh(value));
}
