/** The environment variable that says where a real service is, and what it must be. */
export interface RequiredService {
  readonly name: string;
  readonly variable: string;
  readonly example: string;
}

/**
 * The address of a service that tests need, or `undefined` after saying that they are skipped.
 * With `HOLDFAST_TEST_REQUIRE_SERVICES=1` its absence is a failure instead.
 */
export function requiredService({ name, variable, example }: RequiredService): string | undefined {
  const address = process.env[variable];
  if (address !== undefined && address !== "") return address;
  const message = `${name} is not there: set ${variable}, for example to ${example}`;
  if (process.env["HOLDFAST_TEST_REQUIRE_SERVICES"] === "1") throw new Error(message);
  console.warn(`skipped: ${message}`);
  return undefined;
}
