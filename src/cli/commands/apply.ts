import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { renderPlan } from "../plan-texts.ts";

export const apply = defineCommand({
  name: "apply",
  summary: "Bring the registry to what the files say.",
  description:
    "Publishes changed prompts, moves the labels that their files name, makes releases, and pins them where the route's " +
    "rollout is immediate. All of it happens or nothing, and applying the same files again changes nothing, so that it " +
    "may run from many pipelines at once. It does not undo a rollback; going back in the files does go back.",
  options: {
    message: { kind: "text", value: "<text>", says: "Why, for the history." },
  },
  examples: ['holdfast apply --message "Kinder tone"', "holdfast apply --url https://gateway.example.com"],
  async run({ options }, context) {
    const source = await context.machine.readTree(context.shared.configPath);
    const client = await context.client({ mayCreate: true });
    const { message } = options;
    const view = await client.tree.apply({ ...source, ...(message === undefined ? {} : { message }) });
    context.print(view, () => renderPlan(view, context.machine.terminal, { done: true, next: undefined }));
    return exitCodes.ok.code;
  },
});
