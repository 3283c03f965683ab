/**
 * Goes on with a value that may still be on its way. What is there already goes on at once: waiting for it would cost a
 * turn of the microtask queue.
 */
export function andThen<Value, Result>(
  value: Value | Promise<Value>,
  onward: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  if (value instanceof Promise) return value.then((arrived) => onward(arrived));
  return onward(value);
}
