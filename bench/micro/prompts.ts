/**
 * What a prompt costs on the call path: microseconds of CPU per operation, the best of several rounds. Run with
 * `npx node bench/micro/prompts.ts`.
 */
import { canonicalPrompt } from "../../src/prompts/canonical-prompt.ts";
import { compilePrompt } from "../../src/prompts/compile-prompt.ts";
import { parsePromptFile } from "../../src/prompts/parse-prompt-file.ts";
import { renderPrompt } from "../../src/prompts/render-prompt.ts";

const rounds = 9;
const roundMicroseconds = 40_000;
const batch = 64;

/** Takes the results, so that nothing is left out for want of a reader. */
const results: unknown[] = [undefined];

function measure(name: string, operation: () => unknown): void {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) {
    // CPU time: on a busy machine the wall clock measures the others.
    const start = process.cpuUsage().user;
    let operations = 0;
    let spent = 0;
    while (spent < roundMicroseconds) {
      for (let turn = 0; turn < batch; turn += 1) results[0] = operation();
      operations += batch;
      spent = process.cpuUsage().user - start;
    }
    best = Math.min(best, spent / operations);
  }
  console.log(`${name.padEnd(52)} ${best.toFixed(1).padStart(8)} µs`);
}

const names = Array.from({ length: 10 }, (_, index) => `value_${index}`);
const sentence = "The quick brown fox jumps over the lazy dog, and it said so to nobody in particular. ";
const paragraph = sentence.repeat(3).slice(0, 180);

function promptText(lines: readonly string[]): string {
  return `---\nvariables:\n${names.map((name) => `  ${name}: {}\n`).join("")}  list: { type: list }\n---\nsystem:\n${lines.join("\n")}\n`;
}

const plain = promptText(names.map((name) => `${paragraph} {{ ${name} }}`));
const loop = promptText([
  paragraph,
  "{% for item in list %}- {{ item.title | upcase }}: {{ item.text }}\n{% endfor %}",
]);

function open(text: string) {
  const parsed = parsePromptFile({ path: "prompts/bench.md", text }, new Map());
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join("; "));
  const { content } = parsed.prompt;
  return { name: "bench", version: 1, hash: canonicalPrompt(content).hash, content };
}

const variables = {
  ...Object.fromEntries(names.map((name) => [name, "Something that a user wrote"])),
  list: Array.from({ length: 20 }, (_, index) => ({ title: `Title ${index}`, text: paragraph })),
};
const [compiledPlain, compiledLoop] = [compilePrompt(open(plain)), compilePrompt(open(loop))];

measure(`renderPrompt, ${plain.length} characters, 10 variables`, () => renderPrompt(compiledPlain, variables));
measure("renderPrompt, a loop over 20 objects", () => renderPrompt(compiledLoop, variables));
measure("compilePrompt, once a version", () => compilePrompt(open(plain)));
