import { variableNamePattern } from "../front-matter-schema.ts";

/** A foreign variable's name as one that a template can read; a changed one is among the losses. */
export function variableName(name: string, losses: string[]): string {
  if (variableNamePattern.test(name)) return name;
  const plain = name
    .replaceAll(/\W/g, "_")
    .replace(/^(?=\d)|^$/, "_")
    .slice(0, 64);
  const loss = `the variable ${JSON.stringify(name.slice(0, 64))} is called ${plain} here`;
  if (!losses.includes(loss)) losses.push(loss);
  return plain;
}
