import type { DialectFamily } from "./config.ts";

/** Which kinds speak a family of dialects; the family's own kind first. */
const speakers: Readonly<Record<DialectFamily, readonly string[]>> = Object.freeze({
  openai: ["openai", "azure-openai", "openai-compatible", "echo"],
  anthropic: ["anthropic", "echo"],
  gemini: ["gemini", "echo"],
});

/** Ids of the providers that speak a family of dialects: those of the family's own kind first, then as written. */
export function providersFor(
  family: DialectFamily,
  providers: readonly { readonly id: string; readonly kind: unknown }[],
): readonly string[] {
  const [own, ...others] = speakers[family];
  const ids = (wanted: (kind: unknown) => boolean) => providers.filter(({ kind }) => wanted(kind)).map(({ id }) => id);
  return [...ids((kind) => kind === own), ...ids((kind) => others.some((other) => other === kind))];
}
