import { hc } from "hono/client";
import { z } from "zod";
import { createdKeySchema, keyViewSchema } from "../access/key-view.ts";
import { replayViewSchema } from "../gateway/replay/replay-view.ts";
import type { AdminApp } from "../http/app.ts";
import { callDetailSchema, callPageSchema } from "../ledger/call-view.ts";
import { guardCountsSchema } from "../ledger/count-findings.ts";
import { pricesViewSchema, refreshViewSchema, repriceViewSchema } from "../ledger/price-view.ts";
import { repriceWishSchema } from "../ledger/parse-reprice-request.ts";
import { isLoopbackHost } from "../lib/is-loopback-host.ts";
import { parseInput } from "../lib/parse-input.ts";
import { parseJson } from "../lib/parse-json.ts";
import { withoutUndefined } from "../lib/without-undefined.ts";
import type { ControlClient, Query } from "./client.ts";
import { RemoteError, UnreachableError, UsageError } from "./exit-codes.ts";
import { remoteRegistry } from "./remote-registry.ts";
import { tailRemotely } from "./tail-remotely.ts";

/** Longer than any answer takes but re-pricing, whose length is the ledger's. */
const patienceMs = 30_000;
/** A model may think for long; the gateway's own limit ends the call. */
const replayPatienceMs = 60 * 60 * 1000;
const repricePatienceMs = 60 * 60 * 1000;
const idPattern = /^[\w-]{1,64}$/;

const refusalSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const keyListSchema = z.object({ keys: z.array(keyViewSchema) });

export interface RemotePlace {
  readonly url: string;
  readonly token: string | undefined;
  /** Told of what a person should know and that is no error. */
  readonly warn: (text: string) => void;
}

/** The control plane of a gateway somewhere else. Throws `UsageError` for a URL or a token that cannot be used. */
export function createRemoteClient(remote: RemotePlace): ControlClient {
  const { base, token } = readPlace(remote);
  const { api } = hc<AdminApp>(base.href.replace(/\/$/, ""), { headers: { authorization: `Bearer ${token}` } });
  const within = (ms: number) => ({ init: { signal: AbortSignal.timeout(ms), redirect: "error" as const } });
  const read = <Schema extends z.ZodType>(schema: Schema, ask: () => Promise<Answer>) => fetchView(base, schema, ask);
  return {
    place: base.origin,
    ...remoteRegistry({ api, within, read, toSearch }),
    keys: {
      create: (wish) => read(createdKeySchema, () => api.keys.$post({ json: wish }, within(patienceMs))),
      list: async () => (await read(keyListSchema, () => api.keys.$get({}, within(patienceMs)))).keys,
      async revoke(idOrPrefix) {
        const param = { id: checkId(idOrPrefix) };
        return await read(keyViewSchema, () => api.keys[":id"].$delete({ param }, within(patienceMs)));
      },
    },
    calls: {
      list: (query) => read(callPageSchema, () => api.calls.$get({ query: toSearch(query) }, within(patienceMs))),
      async show(id) {
        const param = { id: checkId(id) };
        return await read(callDetailSchema, () => api.calls[":id"].$get({ param }, within(patienceMs)));
      },
      tail: (query, signal) =>
        tailRemotely(signal, async (lastEventId) => {
          const headers = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
          const options = { headers, init: { signal, redirect: "error" as const } };
          const answer = await fetchAnswer(base, () => api.calls.tail.$get({ query: toSearch(query) }, options));
          if (!answer.ok) await refuse(base, answer);
          return answer.body;
        }),
      async replay(id, wish) {
        const input = { param: { id: checkId(id) }, json: wish };
        return await read(replayViewSchema, () => api.calls[":id"].replay.$post(input, within(replayPatienceMs)));
      },
    },
    guards: {
      counts: (query) =>
        read(guardCountsSchema, () => api.guards.counts.$get({ query: toSearch(query) }, within(patienceMs))),
    },
    prices: {
      show: (query) => read(pricesViewSchema, () => api.prices.$get({ query: toSearch(query) }, within(patienceMs))),
      async reprice(body) {
        const json = parseInput(repriceWishSchema, withoutUndefined(body));
        return await read(repriceViewSchema, () => api.prices.reprice.$post({ json }, within(repricePatienceMs)));
      },
      refresh: (text) =>
        read(refreshViewSchema, () => {
          const init = { ...within(patienceMs).init, body: text };
          return api.prices.data.$put({}, { init });
        }),
      async forget() {
        const answer = await fetchAnswer(base, () => api.prices.data.$delete({}, within(patienceMs)));
        if (!answer.ok) await refuse(base, answer);
      },
    },
    close: () => Promise.resolve(),
  };
}

/** The typed client, below `/api`. */
export type AdminApi = ReturnType<typeof hc<AdminApp>>["api"];

/** What of the typed client's answers is used; their bodies are parsed by schema, because a URL may name anything. */
export type Answer = Pick<Response, "ok" | "status" | "text" | "body">;

function readPlace({ url, token, warn }: RemotePlace): { readonly base: URL; readonly token: string } {
  const base = readUrl(url);
  if (token === undefined) {
    throw new UsageError("--url needs a key with the scope admin: give it in HOLDFAST_TOKEN, or with --token.");
  }
  if (base.protocol === "http:" && !isLoopbackHost(base.hostname)) {
    warn(`The token goes to ${base.host} unencrypted; use https where others can listen.`);
  }
  return { base, token };
}

function readUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new UsageError("--url takes a gateway's address, such as https://gateway.example.com");
  }
  if (url.username !== "" || url.password !== "") {
    throw new UsageError("--url takes no user or password; a token goes into HOLDFAST_TOKEN, or --token.");
  }
  return url;
}

async function fetchView<Schema extends z.ZodType>(
  base: URL,
  schema: Schema,
  ask: () => Promise<Answer>,
): Promise<z.output<Schema>> {
  const answer = await fetchAnswer(base, ask);
  if (!answer.ok) await refuse(base, answer);
  const parsed = parseJson(await answer.text());
  const view = parsed.ok ? schema.safeParse(parsed.value) : undefined;
  if (view?.success === true) return view.data;
  throw new UnreachableError(
    `${base.origin} answered, but not as this Holdfast's admin API does. Is it a gateway, and of the same version?`,
  );
}

async function fetchAnswer(base: URL, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new UnreachableError(`${base.origin} cannot be reached: ${reasonOf(error)}. Is the gateway running there?`, {
      cause: error,
    });
  }
}

/** The reason is in the cause: `fetch` itself only ever says that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (error.name === "TimeoutError") return "it did not answer in time";
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  return cause instanceof Error ? cause.message : error.message;
}

async function refuse(base: URL, answer: Answer): Promise<never> {
  const parsed = parseJson(await answer.text());
  const refusal = parsed.ok ? refusalSchema.safeParse(parsed.value) : undefined;
  if (refusal?.success === true) throw new RemoteError(refusal.data.error.code, refusal.data.error.message);
  throw new UnreachableError(`${base.origin} answered ${answer.status}, and not as a Holdfast gateway does.`);
}

/** An id goes into a path: one that could lead elsewhere is none. */
function checkId(id: string): string {
  if (idPattern.test(id)) return id;
  throw new UsageError("An id is made of letters, digits, dashes and underscores.");
}

function toSearch(query: Query): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search[name] = typeof value === "string" ? value : [...value];
  }
  return search;
}
