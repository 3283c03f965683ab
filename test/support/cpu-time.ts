/**
 * The processor time that `work` costs this process, in milliseconds: a bound on it holds however busy the machine is
 * with other things, which a bound on the time of day does not.
 */
export function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
