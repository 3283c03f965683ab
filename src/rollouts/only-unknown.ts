import type { Plan } from "./plan.ts";

/**
 * The part of a plan that adds what the registry has never heard of. A replica that starts with files of its own must
 * not move what somebody else applied; a route that exists nowhere would serve nothing.
 */
export function onlyUnknown(plan: Plan): Plan {
  const prompts = plan.prompts.filter(({ before }) => before === undefined);
  const withheld = new Set(
    plan.prompts.filter(({ before, isNew }) => before !== undefined && isNew).map(({ prompt }) => prompt.hash),
  );
  // A release must not bind a version that is not published with it.
  const routes = plan.routes.filter(
    ({ before, content }) => before === undefined && !withheld.has(content.prompt?.hash ?? ""),
  );
  return { ...plan, prompts, routes };
}
