/** How long this thread computes for something: unlike a clock, it does not count what a busy machine does besides. */
export function cpuMillisecondsOf(run: () => unknown): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
