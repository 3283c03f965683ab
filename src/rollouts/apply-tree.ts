import { HoldfastError } from "../errors.ts";
import { retryOutrun } from "../lib/retry-outrun.ts";
import type { AuditEvent, RegistryChange } from "../ports/registry-store.ts";
import type { Plan, PromptPlan, RoutePlan } from "./plan.ts";
import { changesPrompt, changesRoute, isEmptyPlan } from "./plan.ts";
import { planTree } from "./plan-tree.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";
import type { Tree } from "./tree.ts";

export interface ApplyRequest {
  readonly tree: Tree;
  readonly actor: string;
  /** For people: why. */
  readonly message: string | undefined;
  /** Labels that whoever applies may not move. */
  readonly forbiddenLabels?: readonly string[];
  /** The part of the plan that is carried out; undefined: all of it. */
  readonly only?: (plan: Plan) => Plan;
}

/**
 * Brings the registry to what the tree says, in one transaction: everything or nothing, however many do it at once and
 * whoever is killed. Applying what is there already changes nothing. Returns the plan that was carried out; refuses
 * with `tree-invalid`, `scope-missing` or `registry-busy`.
 */
export async function applyTree(request: ApplyRequest, parts: RegistryParts): Promise<Plan> {
  const { registry, clock, onRegistryChanged } = parts;
  const narrow = request.only ?? ((plan: Plan) => plan);
  const plan = await retryOutrun(async () => {
    const worked = narrow(await planTree(request.tree, registry));
    refuseLabels(worked, request.forbiddenLabels ?? []);
    if (isEmptyPlan(worked)) return worked;
    const change = changeOf(worked, { ...request, nowMs: clock.now(), ids: parts.ids });
    return (await registry.commit(change, worked.revision)) ? worked : undefined;
  });
  if (!isEmptyPlan(plan)) await onRegistryChanged();
  return plan;
}

function refuseLabels({ prompts }: Plan, forbidden: readonly string[]): void {
  for (const { prompt, moves } of prompts) {
    const refused = moves.find(({ label }) => forbidden.includes(label));
    if (refused === undefined) continue;
    throw new HoldfastError("scope-missing", {
      message: `${prompt.name} would get the label "${refused.label}", which is protected: that needs the scope admin.`,
    });
  }
}

interface Signature {
  readonly actor: string;
  readonly message: string | undefined;
  readonly nowMs: number;
  readonly ids: RegistryParts["ids"];
}

function changeOf(plan: Plan, by: Signature): RegistryChange {
  const prompts = plan.prompts.filter(changesPrompt);
  const routes = plan.routes.filter(changesRoute);
  return {
    versions: prompts
      .filter(({ isNew }) => isNew)
      .map(({ prompt: { name, hash, content }, version, before }) => ({
        name,
        version,
        hash,
        content,
        author: by.actor,
        message: by.message,
        parent: before,
        createdAtMs: by.nowMs,
      })),
    labels: prompts.flatMap(({ prompt, moves }) =>
      moves.map(({ label, to }) => ({
        name: prompt.name,
        label,
        version: to,
        applied: to,
        movedAtMs: by.nowMs,
        movedBy: by.actor,
      })),
    ),
    releases: routes
      .filter(({ isNew }) => isNew)
      .map(({ route, number, hash, content }) => ({
        route,
        number,
        hash,
        content,
        author: by.actor,
        message: by.message,
        createdAtMs: by.nowMs,
      })),
    routes: routes.map((route) => ({ route: route.route, ...route.after, ...pinSignature(route, by) })),
    events: [
      ...prompts.flatMap((prompt) => promptEvents(prompt, by)),
      ...routes.flatMap((route) => routeEvents(route, by)),
    ],
  };
}

/** Who moved the pin stays on record when a tree makes a release that only waits. */
function pinSignature({ before, after }: RoutePlan, by: Signature) {
  if (before !== undefined && before.pinned === after.pinned) {
    return { changedAtMs: before.changedAtMs, changedBy: before.changedBy, reason: before.reason };
  }
  return { changedAtMs: by.nowMs, changedBy: by.actor, reason: by.message ?? "applied" };
}

function promptEvents({ prompt, version, isNew, moves }: PromptPlan, by: Signature): readonly AuditEvent[] {
  const subject = prompt.name;
  return [
    ...(isNew ? [event(by, "prompt.publish", { subject, details: { version, hash: prompt.hash } })] : []),
    ...moves
      .filter(({ from, to }) => from !== to)
      .map(({ label, from, to }) => event(by, "label.move", { subject, details: { label, from, to } })),
  ];
}

function routeEvents({ route, number, hash, isNew, before, after }: RoutePlan, by: Signature): readonly AuditEvent[] {
  const pin = { from: before?.pinned, to: after.pinned };
  return [
    ...(isNew ? [event(by, "release.create", { subject: route, details: { number, hash } })] : []),
    ...(pin.from === pin.to ? [] : [event(by, "route.pin", { subject: route, details: pin })]),
  ];
}

function event(by: Signature, action: string, what: Pick<AuditEvent, "subject" | "details">): AuditEvent {
  const details = { ...what.details, ...(by.message === undefined ? {} : { message: by.message }) };
  return { id: by.ids.call(by.nowMs), atMs: by.nowMs, actor: by.actor, action, subject: what.subject, details };
}
