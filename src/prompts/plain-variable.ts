import { isMapping } from "../config/value-at.ts";

/** The forms in which OpenAI's Responses API sends a variable that is no plain text, and where each has its content. */
const contentOf: ReadonlyMap<unknown, readonly string[]> = new Map([
  ["input_text", ["text"]],
  ["input_image", ["image_url"]],
  ["input_file", ["file_url", "file_data"]],
]);

/** A variable's value without OpenAI's wrapping: the text, or the URL. Anything else is as it was. */
export function plainVariable(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const member = contentOf.get(value["type"])?.find((name) => typeof value[name] === "string");
  return member === undefined ? value : value[member];
}
