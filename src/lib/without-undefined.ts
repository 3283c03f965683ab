/** The fields that have a value. A strict schema takes an absent field, and not one that is there without a value. */
export function withoutUndefined(fields: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
