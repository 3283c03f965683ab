import type { ConfigPath } from "./config.ts";

const maxPathLength = 512;
const step = /\.?([A-Za-z0-9_-]+)|\[(\d{1,6})\]|\["([^"\\]{0,256})"\]/y;

/** The reverse of `formatPath`; also takes `prices.0.from`. Undefined when the text is no path. Empty: the root. */
export function parsePath(text: string): ConfigPath | undefined {
  if (text.length > maxPathLength) return undefined;
  const path: (string | number)[] = [];
  step.lastIndex = 0;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (match === null) {
      step.lastIndex = 0;
      return undefined;
    }
    const [, key, index, quoted] = match;
    if (index !== undefined || (key !== undefined && /^\d+$/.test(key))) path.push(Number(index ?? key));
    else path.push(key ?? quoted ?? "");
  }
  return path;
}
