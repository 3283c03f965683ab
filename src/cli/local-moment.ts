/** A day, or a day and a time, without a word on the time zone: then a person means their own. */
const withoutZone = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?$/;

/** What a person wrote for `--since` or `--until`, as the API understands it: times without a zone are this machine's. */
export function localMoment(text: string): string {
  const [, day, time] = withoutZone.exec(text) ?? [];
  if (day === undefined) return text;
  // A day alone would be read as UTC; with a time it is local.
  const at = new Date(`${day}T${time ?? "00:00"}`);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}
