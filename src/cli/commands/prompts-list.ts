import type { PromptView, VersionSummaryView } from "../../prompts/prompt-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import type { Column } from "../table.ts";
import { renderTable } from "../table.ts";

const promptColumns: readonly Column<PromptView>[] = [
  { title: "PROMPT", cell: ({ name }) => name, maxWidth: 64 },
  { title: "LATEST", cell: ({ latest }) => String(latest), align: "right" },
  {
    title: "LABELS",
    cell: ({ labels }) => labels.map(({ label, version }) => `${label} ${version}`).join(", "),
    maxWidth: 64,
  },
];

const versionColumns: readonly Column<VersionSummaryView>[] = [
  { title: "VERSION", cell: ({ version }) => String(version), align: "right" },
  { title: "LABELS", cell: ({ labels }) => labels.join(", "), maxWidth: 48 },
  { title: "MADE", cell: (version) => formatTime(version.created_at) },
  { title: "BY", cell: ({ author }) => author, maxWidth: 32 },
  { title: "WHY", cell: ({ message }) => message ?? "", maxWidth: 48 },
  { title: "HASH", cell: ({ hash }) => hash.slice(0, shownHashLength) },
];

const shownHashLength = 12;

export const promptsList = defineCommand({
  name: "prompts list",
  summary: "List the prompts of the registry, or one prompt's versions.",
  description: "Versions are listed newest first; with --json the answer's `next` continues the list, as --before.",
  arguments: [{ name: "name", says: "A prompt, to list its versions.", required: false }],
  options: {
    limit: { kind: "number", value: "<count>", says: "Most versions to show; without it 50." },
    before: { kind: "number", value: "<N>", says: "Versions older than this one." },
  },
  examples: ["holdfast prompts list", "holdfast prompts list support-reply"],
  async run({ options, arguments: [name] }, context) {
    const client = await context.client();
    const { terminal, invocation } = context.machine;
    if (name !== undefined) {
      const { limit, before } = options;
      const page = await client.prompts.versions(name, { limit: limit?.toString(), before: before?.toString() });
      context.print(page, () => renderTable(versionColumns, page.versions, terminal));
      return exitCodes.ok.code;
    }
    const prompts = await client.prompts.list();
    context.print({ prompts }, () =>
      prompts.length === 0
        ? `There are no prompts yet. Write one into prompts/, then: ${invocation} apply`
        : renderTable(promptColumns, prompts, terminal),
    );
    return exitCodes.ok.code;
  },
});
