const units = ["B", "KiB", "MiB", "GiB", "TiB"] as const;
const step = 1_024;

/** A size: `512 B`, `1.5 MiB`. */
export function formatBytes(bytes: number): string {
  let amount = bytes;
  let at = 0;
  while (amount >= step && at < units.length - 1) {
    amount /= step;
    at += 1;
  }
  return `${at === 0 ? amount : amount.toFixed(1)} ${units[at] ?? "B"}`;
}
