import { printableText } from "../../lib/printable-text.ts";
import type { ReleaseView } from "../../rollouts/release-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import { readReleaseName } from "../release-texts.ts";
import { renderFields } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const releasesShow = defineCommand({
  name: "releases show",
  summary: "Show one release: everything that decides its answers.",
  description: "A release never changes: whatever support@7 is today it was when it was made.",
  arguments: [{ name: "release", says: "Such as support@7.", required: true }],
  options: {},
  examples: ["holdfast releases show support@7", "holdfast releases show support@7 --json"],
  async run({ arguments: [name = ""] }, context) {
    const { route, number } = readReleaseName(name);
    const client = await context.client();
    const release = await client.routes.release(route, number);
    context.print(release, () => render(release, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

function render(release: ReleaseView, terminal: Terminal): string {
  const fields = renderFields(
    [
      ["release", release.release],
      ["pinned", release.pinned ? "yes, it serves the route" : "no"],
      ["made", formatTime(release.created_at)],
      ["by", release.author],
      ["why", release.message ?? undefined],
      ["hash", release.hash],
    ],
    terminal,
  );
  return `${fields}\n\n${printableText(JSON.stringify(release.content, null, 2))}`;
}
