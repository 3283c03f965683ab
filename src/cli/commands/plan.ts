import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { renderPlan } from "../plan-texts.ts";

export const plan = defineCommand({
  name: "plan",
  summary: "Show what apply would change.",
  description:
    "Compares the files in prompts/ and the routes of holdfast.yaml with the registry: new prompt versions, labels that " +
    "move, new releases, and what every route would serve. Changes nothing.",
  options: {},
  examples: ["holdfast plan", "holdfast plan --url https://gateway.example.com --json"],
  async run(_input, context) {
    const source = await context.machine.readTree(context.shared.configPath);
    const client = await context.client({ mayCreate: true });
    const view = await client.tree.plan(source);
    const { terminal, invocation } = context.machine;
    context.print(view, () => renderPlan(view, terminal, { done: false, next: `${invocation} apply` }));
    return exitCodes.ok.code;
  },
});
