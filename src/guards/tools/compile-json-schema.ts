import { Validator } from "@cfworker/json-schema";
import { HoldfastError } from "../../errors.ts";
import { problemOfJsonSchema } from "../../lib/problem-of-json-schema.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Makes the check of a JSON Schema (2020-12). The schema is walked each time: Workers allow no generated code. The
 * configuration was checked when it was written; a policy out of a release is checked again.
 */
export function compileJsonSchema(schema: JsonSchema): (value: unknown) => boolean {
  const problem = problemOfJsonSchema(schema);
  if (problem !== undefined) {
    throw new HoldfastError("config-invalid", { message: `A JSON Schema of a guard policy ${problem}.` });
  }
  // The validator writes into the schema that it is given, and policies are frozen.
  const validator = new Validator(structuredClone(schema), "2020-12", true);
  return (value) => validator.validate(value).valid;
}
