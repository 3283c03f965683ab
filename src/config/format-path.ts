import type { ConfigPath } from "./config.ts";

const plainKey = /^[A-Za-z0-9_-]+$/;
const maxKeyLength = 60;

/** `routes.support.target`, `prices[0].from`, `routes["gpt-4.1"].target`. Very long keys are cut. */
export function formatPath(path: ConfigPath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (!plainKey.test(step) || step.length > maxKeyLength) text += `[${JSON.stringify(cut(step))}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

function cut(key: string): string {
  return key.length > maxKeyLength ? `${key.slice(0, maxKeyLength)}…` : key;
}
