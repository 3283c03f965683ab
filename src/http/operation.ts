import type { z } from "zod";

/** One operation of the API, as its description and the reference are made from. */
export interface Operation {
  readonly method: "get" | "post" | "put" | "delete";
  /** With parameters as OpenAPI writes them: `/api/keys/{id}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  /** The scope that a key needs; undefined: no key is asked for. */
  readonly scope: "admin" | "ledger:read" | "releases:write" | undefined;
  readonly query?: { readonly shape: Readonly<Record<string, z.ZodType>> };
  readonly body?: { readonly type: "application/json" | "text/plain"; readonly schema: z.ZodType };
  readonly answer: {
    readonly status: number;
    readonly type?: "application/json" | "text/plain" | "text/event-stream";
    readonly schema?: z.ZodType;
    readonly says: string;
  };
}
