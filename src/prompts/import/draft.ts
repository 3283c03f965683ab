import type { ModelParameters, PromptRole, PromptTool, ResponseSchema } from "../prompt.ts";
import type { PromptVariable } from "../prompt-content.ts";

/** A file of another tool. */
export interface ForeignFile {
  readonly path: string;
  readonly text: string;
}

export type DraftSection =
  | { readonly kind: "message"; readonly role: PromptRole; readonly template: string }
  | { readonly kind: "history" };

/** A prompt of another tool in our terms, before its templates are looked at. */
export interface Draft {
  readonly name: string;
  readonly description: string | undefined;
  readonly sections: readonly DraftSection[];
  /** What the other tool says of variables; those that only its templates name are added later. */
  readonly variables: Readonly<Record<string, PromptVariable>>;
  readonly parameters: ModelParameters;
  readonly tools: readonly PromptTool[];
  readonly responseSchema: ResponseSchema | undefined;
  readonly labels: readonly string[];
  /** What could not be carried over, a sentence each, without full stops. */
  readonly losses: readonly string[];
}

/** Turns a foreign template into ours, and adds to `losses` what it cannot. The result need not be valid. */
export type ConvertTemplate = (text: string, losses: string[]) => string;

const nothing: Omit<Draft, "name" | "sections" | "losses"> = {
  description: undefined,
  variables: {},
  parameters: {},
  tools: [],
  responseSchema: undefined,
  labels: [],
};

export function draftOf(parts: Partial<Draft> & Pick<Draft, "name" | "sections" | "losses">): Draft {
  return { ...nothing, ...parts };
}
