import type { Edit } from "../dialect.ts";

/** How a prompt is written into a caller's body. */
export interface AppliedPrompt {
  readonly edits: readonly Edit[];
  /** What the dialect cannot say, by its place in the prompt: `parameters.seed`, `before[1].parts[0] (video/mp4)`. */
  readonly losses: readonly string[];
}
