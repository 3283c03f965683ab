import { parseJson } from "../../lib/parse-json.ts";
import type { Detector } from "../guard.ts";
import { compileJsonSchema, type JsonSchema } from "../tools/compile-json-schema.ts";

/** Validation looks at a value more than once; an answer beyond this is refused unread. */
const maxAnswerBytes = 1024 * 1024;

/** Whether an answer's text is JSON of the form that the policy demands. */
export function createAnswerSchema(schema: JsonSchema): Detector {
  const isValid = compileJsonSchema(schema);
  return {
    id: "schema",
    detect(_layers, text) {
      const parsed = parseJson(text.text, { maxBytes: maxAnswerBytes });
      if (parsed.ok && isValid(parsed.value)) return [];
      const detector = parsed.ok ? "schema/invalid" : "schema/not-json";
      return [{ detector, kind: "schema", score: 1, pointer: text.pointer, start: 0, end: text.text.length }];
    },
  };
}
