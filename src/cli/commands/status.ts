import type { RouteView } from "../../rollouts/release-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import type { Column } from "../table.ts";
import { renderFields, renderTable } from "../table.ts";
import { promptOf } from "../release-texts.ts";

const columns: readonly Column<RouteView>[] = [
  { title: "ROUTE", cell: ({ route }) => route, maxWidth: 40 },
  { title: "SERVES", cell: ({ route, pinned }) => `${route}@${pinned}`, maxWidth: 48 },
  { title: "TARGET", cell: ({ content }) => content.target, maxWidth: 40 },
  { title: "PROMPT", cell: ({ content }) => promptOf(content), maxWidth: 40 },
  { title: "SINCE", cell: (route) => formatTime(route.changed_at) },
  { title: "BY", cell: (route) => route.changed_by, maxWidth: 32 },
  { title: "STATE", cell: stateOf, style: (route) => (route.applied === route.pinned ? undefined : "yellow") },
];

export const status = defineCommand({
  name: "status",
  summary: "Show what each route serves now, and why.",
  description:
    "A route serves its pinned release. When that is not the one that was applied last, the newer one waits for " +
    "`promote`, or was rolled back.",
  arguments: [{ name: "route", says: "One route, in full.", required: false }],
  options: {},
  examples: ["holdfast status", "holdfast status support --json"],
  async run(input, context) {
    const client = await context.client();
    const [name] = input.arguments;
    const { terminal, invocation } = context.machine;
    if (name !== undefined) {
      const route = await client.routes.show(name);
      context.print(route, () => renderFields(fieldsOf(route), terminal));
      return exitCodes.ok.code;
    }
    const routes = await client.routes.list();
    context.print({ routes }, () =>
      routes.length === 0
        ? `Nothing was applied yet. Write routes into holdfast.yaml, then: ${invocation} apply`
        : renderTable(columns, routes, terminal),
    );
    return exitCodes.ok.code;
  },
});

function stateOf({ route, pinned, applied }: RouteView): string {
  return applied === pinned ? "" : `${route}@${applied} is applied, not pinned`;
}

function fieldsOf(route: RouteView): readonly (readonly [string, string | undefined])[] {
  const { content } = route;
  return [
    ["serves", `${route.route}@${route.pinned}`],
    ["target", content.target],
    ["prompt", promptOf(content)],
    ["content", JSON.stringify(content)],
    ["state", stateOf(route)],
    ["since", formatTime(route.changed_at)],
    ["by", route.changed_by],
    ["why", route.reason ?? undefined],
    ["rollback to", route.previous === null ? undefined : `${route.route}@${route.previous}`],
    ["newest", `${route.route}@${route.newest}`],
  ];
}
