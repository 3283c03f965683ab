import { z } from "zod";

const headers = z.record(z.string(), z.string()).nullish();
const seenUsage = z.object({ at: z.string().optional(), value: z.record(z.string(), z.unknown()) });

/** One line of a corpus, as far as it is read here. Whatever else it holds is left alone. */
const schema = z.object({
  id: z.string().min(1),
  provider: z.string().min(1),
  api: z.string().min(1),
  model: z.string().nullish(),
  host: z.string().nullish(),
  fidelity: z.string().nullish(),
  features: z.array(z.string()).nullish(),
  usage: z.object({ first: seenUsage.nullish(), last: seenUsage }).nullish(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers,
    body: z.unknown(),
    synthetic: z.boolean().nullish(),
  }),
  response: z.object({ status: z.int().min(200).max(599), headers, kind: z.string().nullish(), body: z.unknown() }),
});

export type RecordedExchange = z.infer<typeof schema>;

/** A line of a corpus → an exchange, or why it is none. */
export function parseExchange(line: string): RecordedExchange | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return "the line is not JSON";
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join(".") ?? "the line"}: ${issue?.message ?? "is not an exchange"}`;
}

/** A body as recorded: nothing, JSON, or bytes. */
export type RecordedBody =
  | { readonly kind: "none" }
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array };

export function recordedBody(body: unknown): RecordedBody {
  if (body === undefined || body === null) return { kind: "none" };
  if (typeof body === "string") return { kind: "bytes", bytes: Buffer.from(body, "utf8") };
  const { _encoding: encoding, data } = fields(body);
  if (encoding === "base64" && typeof data === "string") return { kind: "bytes", bytes: Buffer.from(data, "base64") };
  return { kind: "json", value: body };
}

export interface Fields {
  readonly [name: string]: unknown;
}

/** The value as an object's fields; empty when it is no object. */
export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What stands at a path of names (`prompt_tokens_details.cached_tokens`); undefined when nothing does. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => fields(inner)[name], value);
}
