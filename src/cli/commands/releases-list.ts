import type { ReleaseView } from "../../rollouts/release-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import { promptOf } from "../release-texts.ts";
import type { Column } from "../table.ts";
import { renderTable } from "../table.ts";

const columns: readonly Column<ReleaseView>[] = [
  { title: "RELEASE", cell: ({ release }) => release, maxWidth: 48 },
  { title: "", cell: ({ pinned }) => (pinned ? "pinned" : ""), style: () => "green" },
  { title: "TARGET", cell: ({ content }) => content.target, maxWidth: 40 },
  { title: "PROMPT", cell: ({ content }) => promptOf(content), maxWidth: 40 },
  { title: "MADE", cell: (release) => formatTime(release.created_at) },
  { title: "BY", cell: ({ author }) => author, maxWidth: 32 },
  { title: "WHY", cell: ({ message }) => message ?? "", maxWidth: 48 },
];

export const releasesList = defineCommand({
  name: "releases list",
  summary: "List a route's releases, newest first.",
  description: "With --json the answer's `next` continues the list, as --before.",
  arguments: [{ name: "route", says: "The route.", required: true }],
  options: {
    limit: { kind: "number", value: "<count>", says: "Most releases to show; without it 50." },
    before: { kind: "number", value: "<N>", says: "Releases older than this one." },
  },
  examples: ["holdfast releases list support", "holdfast releases list support --limit 5 --json"],
  async run({ options, arguments: [route = ""] }, context) {
    const client = await context.client();
    const { limit, before } = options;
    const page = await client.routes.releases(route, { limit: limit?.toString(), before: before?.toString() });
    context.print(page, () => renderTable(columns, page.releases, context.machine.terminal));
    return exitCodes.ok.code;
  },
});
