import { Validator } from "@cfworker/json-schema";
import { HoldfastError } from "../../errors.ts";

export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Makes the check of a JSON Schema (2020-12). The schema is walked each time: Workers allow no generated code. A schema
 * that refers to what it does not hold is refused here, before any call depends on it.
 */
export function compileJsonSchema(schema: JsonSchema): (value: unknown) => boolean {
  const validator = buildValidator(schema);
  return (value) => validator.validate(value).valid;
}

function buildValidator(schema: JsonSchema): Validator {
  try {
    return new Validator(schema, "2020-12", true);
  } catch (cause) {
    throw new HoldfastError("config-invalid", { message: "A JSON Schema of a guard policy cannot be used.", cause });
  }
}
