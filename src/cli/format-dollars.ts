const nano = 1_000_000_000;
const smallestShown = 1_000;

/** Nano-dollars as people read money: `$1.25`, `$0.0042`, `$0.000017`; `?` when the cost is not known. */
export function formatDollars(nanodollars: number | null): string {
  if (nanodollars === null) return "?";
  const sign = nanodollars < 0 ? "-" : "";
  const amount = Math.abs(nanodollars);
  if (amount === 0) return "$0";
  if (amount < smallestShown) return `${sign}<$0.000001`;
  const digits = amount >= nano ? 2 : amount >= nano / 100 ? 4 : 6;
  return `${sign}$${(amount / nano).toFixed(digits)}`;
}
