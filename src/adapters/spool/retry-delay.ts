const firstDelayMs = 50;
const maxDelayMs = 5_000;
const maxDoublings = 10;

/** Milliseconds to wait before try `attempt` + 1: doubles up to five seconds, the upper half of it by chance. */
export function retryDelay(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(maxDelayMs, firstDelayMs * 2 ** Math.min(attempt, maxDoublings));
  return ceiling / 2 + (ceiling / 2) * random();
}
