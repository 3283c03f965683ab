const byVariable = [
  { variable: "OPENAI_API_KEY", kind: "openai" },
  { variable: "ANTHROPIC_API_KEY", kind: "anthropic" },
  { variable: "GEMINI_API_KEY", kind: "gemini" },
] as const;

/**
 * The providers of a configuration that names none, as they would be written: one for each well-known key in the
 * environment, else `echo`, so that the first call works without any.
 */
export function defaultProviders(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, { readonly kind: string }>> {
  const found = byVariable.filter(({ variable }) => isSet(env[variable]));
  if (found.length === 0) return { echo: { kind: "echo" } };
  return Object.fromEntries(found.map(({ kind }) => [kind, { kind }]));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== "";
}
