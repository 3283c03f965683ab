const loopbackV4 = /^127(?:\.\d{1,3}){3}$/;

/** True when only this machine can reach the host: `localhost`, `127.0.0.0/8`, `::1` (with or without brackets). */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase();
  return name === "localhost" || name === "::1" || name === "[::1]" || loopbackV4.test(name);
}
