/** One place where two values differ. Absent on one side: the other has added it. */
export interface Difference {
  /** `parameters.stop.0`; empty: the whole value. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Where two JSON values differ, leaf by leaf, in the order of the first. Members that are undefined count as absent. */
export function diffJson(before: unknown, after: unknown, path = ""): readonly Difference[] {
  if (Object.is(before, after)) return [];
  const [left, right] = [membersOf(before), membersOf(after)];
  if (left === undefined || right === undefined || Array.isArray(before) !== Array.isArray(after)) {
    return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }];
  }
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    diffJson(left.get(name), right.get(name), path === "" ? name : `${path}.${name}`),
  );
}

function membersOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value).filter(([, member]) => member !== undefined));
}
