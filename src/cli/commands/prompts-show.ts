import { printableText } from "../../lib/printable-text.ts";
import { printPromptFile } from "../../prompts/print-prompt-file.ts";
import { readPromptContent } from "../../prompts/read-prompt-content.ts";
import type { VersionView } from "../../prompts/prompt-view.ts";
import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatTime } from "../format-time.ts";
import { renderFields } from "../table.ts";
import type { Terminal } from "../terminal.ts";

export const promptsShow = defineCommand({
  name: "prompts show",
  summary: "Show a version of a prompt as a prompt file.",
  description: "By number or by label; the name alone means the version that was applied last.",
  arguments: [
    { name: "prompt", says: "Such as support-reply, support-reply@7 or support-reply@production.", required: true },
  ],
  options: {},
  examples: ["holdfast prompts show support-reply", "holdfast prompts show support-reply@7 --json"],
  async run({ arguments: [ref = ""] }, context) {
    const client = await context.client();
    const version = await client.prompts.show(ref);
    context.print(version, () => render(version, context.machine.terminal));
    return exitCodes.ok.code;
  },
});

function render(version: VersionView, terminal: Terminal): string {
  const fields = renderFields(
    [
      ["version", `${version.name}@${version.version}`],
      ["labels", version.labels.join(", ")],
      ["made", formatTime(version.created_at)],
      ["by", version.author],
      ["why", version.message ?? undefined],
      ["hash", version.hash],
    ],
    terminal,
  );
  return `${fields}\n\n${printableText(printPromptFile(readPromptContent(version.content)))}`;
}
