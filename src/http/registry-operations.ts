import { labelWishSchema } from "../prompts/move-label.ts";
import { historyQuerySchema } from "../prompts/history-query.ts";
import { promptListSchema, promptViewSchema, versionPageSchema, versionViewSchema } from "../prompts/prompt-view.ts";
import { eventPageSchema, eventQuerySchema } from "../rollouts/list-events.ts";
import { movedPinSchema, pinWishSchema } from "../rollouts/pin-view.ts";
import { planViewSchema } from "../rollouts/plan-view.ts";
import { treeSourceSchema } from "../rollouts/tree-source.ts";
import { releasePageSchema, releaseViewSchema, routeListSchema, routeViewSchema } from "../rollouts/release-view.ts";
import type { Operation } from "./operation.ts";

const json = "application/json";
const scope = "releases:write";

export const prompts: readonly Operation[] = [
  {
    method: "get",
    path: "/api/prompts",
    id: "listPrompts",
    summary: "All prompts, and where their labels stand.",
    scope,
    answer: { status: 200, type: json, schema: promptListSchema, says: "The prompts, by name." },
  },
  {
    method: "get",
    path: "/api/prompts/{name}",
    id: "listPromptVersions",
    summary: "A page of a prompt's versions, newest first.",
    scope,
    query: historyQuerySchema,
    answer: { status: 200, type: json, schema: versionPageSchema, says: "The page." },
  },
  {
    method: "get",
    path: "/api/prompts/{name}/versions/{version}",
    id: "showPromptVersion",
    summary: "One version with its content. `version` is its number, or a label.",
    scope,
    answer: { status: 200, type: json, schema: versionViewSchema, says: "The version." },
  },
  {
    method: "put",
    path: "/api/prompts/{name}/labels/{label}",
    id: "movePromptLabel",
    summary: "Move a label to a version, or make it. Holds everywhere within a second. A protected one needs admin.",
    scope,
    body: { type: json, schema: labelWishSchema },
    answer: { status: 200, type: json, schema: promptViewSchema, says: "The prompt as it is now." },
  },
  {
    method: "delete",
    path: "/api/prompts/{name}/labels/{label}",
    id: "removePromptLabel",
    summary: "Remove a label. From then on it serves nothing. A protected one needs admin.",
    scope,
    answer: { status: 200, type: json, schema: promptViewSchema, says: "The prompt as it is now." },
  },
];

export const releases: readonly Operation[] = [
  {
    method: "get",
    path: "/api/routes",
    id: "listRoutes",
    summary: "What every route serves now, and why.",
    scope,
    answer: { status: 200, type: json, schema: routeListSchema, says: "The routes, by name." },
  },
  {
    method: "get",
    path: "/api/routes/{route}",
    id: "showRoute",
    summary: "What a route serves now, and why.",
    scope,
    answer: { status: 200, type: json, schema: routeViewSchema, says: "The route." },
  },
  {
    method: "get",
    path: "/api/routes/{route}/releases",
    id: "listReleases",
    summary: "A page of a route's releases, newest first.",
    scope,
    query: historyQuerySchema,
    answer: { status: 200, type: json, schema: releasePageSchema, says: "The page." },
  },
  {
    method: "get",
    path: "/api/routes/{route}/releases/{number}",
    id: "showRelease",
    summary: "One release.",
    scope,
    answer: { status: 200, type: json, schema: releaseViewSchema, says: "The release." },
  },
  {
    method: "post",
    path: "/api/routes/{route}/promote",
    id: "promoteRoute",
    summary: "Pin a release; without a number the one that was applied last. Holds everywhere within a second.",
    scope,
    body: { type: json, schema: pinWishSchema },
    answer: { status: 200, type: json, schema: movedPinSchema, says: "What is pinned now." },
  },
  {
    method: "post",
    path: "/api/routes/{route}/rollback",
    id: "rollbackRoute",
    summary: "Pin the release that was pinned before, or the one with the number. Holds everywhere within a second.",
    scope,
    body: { type: json, schema: pinWishSchema },
    answer: { status: 200, type: json, schema: movedPinSchema, says: "What is pinned now." },
  },
  {
    method: "post",
    path: "/api/plan",
    id: "planTree",
    summary: "How an application's files differ from the registry. Changes nothing.",
    scope,
    body: { type: json, schema: treeSourceSchema },
    answer: { status: 200, type: json, schema: planViewSchema, says: "What applying them would do." },
  },
  {
    method: "post",
    path: "/api/apply",
    id: "applyTree",
    summary: "Bring the registry to what an application's files say: all of it or nothing.",
    scope,
    body: { type: json, schema: treeSourceSchema },
    answer: { status: 200, type: json, schema: planViewSchema, says: "What was done." },
  },
  {
    method: "get",
    path: "/api/audit",
    id: "listAuditEvents",
    summary: "Who changed prompts, labels and releases, newest first.",
    scope,
    query: eventQuerySchema,
    answer: { status: 200, type: json, schema: eventPageSchema, says: "The page." },
  },
];
