import type { z } from "zod";
import { parsePromptRef } from "../prompts/parse-prompt-ref.ts";
import { promptListSchema, promptViewSchema, versionPageSchema, versionViewSchema } from "../prompts/prompt-view.ts";
import { latestLabel } from "../prompts/stored-prompt-version.ts";
import { withoutUndefined } from "../lib/without-undefined.ts";
import { eventPageSchema } from "../rollouts/list-events.ts";
import { movedPinSchema, pinWishSchema } from "../rollouts/pin-view.ts";
import { planViewSchema } from "../rollouts/plan-view.ts";
import { releasePageSchema, releaseViewSchema, routeListSchema, routeViewSchema } from "../rollouts/release-view.ts";
import { parseInput } from "../lib/parse-input.ts";
import type { Query, RegistryClient } from "./client.ts";
import { UsageError } from "./exit-codes.ts";
import type { AdminApi, Answer } from "./remote-client.ts";

const patienceMs = 30_000;
/** A whole tree takes longer to send and to read. */
const treePatienceMs = 5 * 60 * 1000;

/** A name goes into a path: one that could lead elsewhere is none. */
const namePattern = /^[A-Za-z0-9][\w.:-]{0,127}$/;

/** How the remote client asks: it brings patience, and reads answers by schema. */
export interface RemoteAsking {
  readonly api: AdminApi;
  readonly within: (ms: number) => { readonly init: RequestInit };
  readonly read: <Schema extends z.ZodType>(schema: Schema, ask: () => Promise<Answer>) => Promise<z.output<Schema>>;
  readonly toSearch: (query: Query) => Record<string, string | string[]>;
}

/** The registry's verbs at a gateway somewhere else. */
export function remoteRegistry({ api, within, read, toSearch }: RemoteAsking): RegistryClient {
  const { prompts, routes } = api;
  const options = () => within(patienceMs);
  return {
    prompts: {
      list: async () => (await read(promptListSchema, () => prompts.$get({}, options()))).prompts,
      async versions(name, query) {
        const input = { param: { name: checked(name) }, query: toSearch(query) };
        return await read(versionPageSchema, () => prompts[":name"].$get(input, options()));
      },
      async show(ref) {
        const { name, version, label } = parsePromptRef(ref);
        const param = { name: checked(name), version: checked(String(version ?? label ?? latestLabel)) };
        return await read(versionViewSchema, () => prompts[":name"].versions[":version"].$get({ param }, options()));
      },
      async moveLabel({ name, label, reason }, version) {
        const param = { name: checked(name), label: checked(label) };
        const json = { version, ...(reason === undefined ? {} : { reason }) };
        return await read(promptViewSchema, () => prompts[":name"].labels[":label"].$put({ param, json }, options()));
      },
      async removeLabel({ name, label }) {
        const param = { name: checked(name), label: checked(label) };
        return await read(promptViewSchema, () => prompts[":name"].labels[":label"].$delete({ param }, options()));
      },
    },
    routes: {
      list: async () => (await read(routeListSchema, () => routes.$get({}, options()))).routes,
      async show(route) {
        const param = { route: checked(route) };
        return await read(routeViewSchema, () => routes[":route"].$get({ param }, options()));
      },
      async releases(route, query) {
        const input = { param: { route: checked(route) }, query: toSearch(query) };
        return await read(releasePageSchema, () => routes[":route"].releases.$get(input, options()));
      },
      async release(route, number) {
        const param = { route: checked(route), number: String(number) };
        return await read(releaseViewSchema, () => routes[":route"].releases[":number"].$get({ param }, options()));
      },
      async promote(route, wish) {
        const input = { param: { route: checked(route) }, json: parseInput(pinWishSchema, withoutUndefined(wish)) };
        return await read(movedPinSchema, () => routes[":route"].promote.$post(input, options()));
      },
      async rollback(route, wish) {
        const input = { param: { route: checked(route) }, json: parseInput(pinWishSchema, withoutUndefined(wish)) };
        return await read(movedPinSchema, () => routes[":route"].rollback.$post(input, options()));
      },
    },
    tree: {
      plan: (json) => read(planViewSchema, () => api.plan.$post({ json }, within(treePatienceMs))),
      apply: (json) => read(planViewSchema, () => api.apply.$post({ json }, within(treePatienceMs))),
    },
    audit: {
      list: (query) => read(eventPageSchema, () => api.audit.$get({ query: toSearch(query) }, options())),
    },
  };
}

function checked(name: string): string {
  if (namePattern.test(name)) return name;
  throw new UsageError("A name is made of letters, digits and . _ : -, and begins with a letter or a digit.");
}
