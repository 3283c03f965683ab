import { z } from "zod";
import { isoTime } from "../lib/iso-time.ts";
import type { Release } from "./release.ts";
import type { RouteState } from "./route-state.ts";

const promptBindingSchema = z.object({ name: z.string(), version: z.int(), hash: z.string() });

export const releaseContentSchema = z
  .looseObject({
    target: z.string(),
    prompt: promptBindingSchema.optional(),
  })
  .describe("Everything that decides the route's answer: target, parameters, prompt, guards, fallbacks.");

export const releaseViewSchema = z
  .object({
    release: z.string().describe("`support@7`."),
    route: z.string(),
    number: z.int(),
    hash: z.string().describe("SHA-256 of the canonical content."),
    pinned: z.boolean().describe("True: it serves the route now."),
    content: releaseContentSchema,
    author: z.string(),
    message: z.string().nullable(),
    created_at: z.string().describe("ISO 8601, UTC."),
  })
  .meta({ id: "Release" });

export type ReleaseView = z.output<typeof releaseViewSchema>;

export const releasePageSchema = z
  .object({
    releases: z.array(releaseViewSchema).describe("Newest first."),
    next: z.int().nullable().describe("Send it as `before` to get the next, older page; null: this was the last."),
  })
  .meta({ id: "ReleasePage" });

export type ReleasePageView = z.output<typeof releasePageSchema>;

/** What a route serves now, and why. */
export const routeViewSchema = z
  .object({
    route: z.string(),
    pinned: z.int().describe("The number of the release that serves."),
    previous: z.int().nullable().describe("What was pinned before, and what a rollback goes back to; null: nothing."),
    applied: z.int().describe("The release that was applied last. When it is not pinned, it waits or was rolled back."),
    newest: z.int(),
    content: releaseContentSchema,
    changed_at: z.string().describe("When the pin last moved; ISO 8601, UTC."),
    changed_by: z.string(),
    reason: z.string().nullable(),
  })
  .meta({ id: "RouteStatus" });

export type RouteView = z.output<typeof routeViewSchema>;

export const routeListSchema = z.object({ routes: z.array(routeViewSchema) }).meta({ id: "RouteStatusList" });

export function viewRelease(release: Release, state: RouteState | undefined): ReleaseView {
  return {
    release: `${release.route}@${release.number}`,
    route: release.route,
    number: release.number,
    hash: release.hash,
    pinned: state?.pinned === release.number,
    content: { ...release.content },
    author: release.author,
    message: release.message ?? null,
    created_at: isoTime(release.createdAtMs),
  };
}

export function viewRoute(state: RouteState, pinned: Release): RouteView {
  return {
    route: state.route,
    pinned: state.pinned,
    previous: state.previous ?? null,
    applied: state.applied,
    newest: state.newest,
    content: { ...pinned.content },
    changed_at: isoTime(state.changedAtMs),
    changed_by: state.changedBy,
    reason: state.reason ?? null,
  };
}
