import type { Trust } from "../dialects/transcript.ts";
import type { ModelParameters, PromptRole, PromptTool, ResponseSchema } from "./prompt.ts";

export const variableTypes = ["string", "number", "boolean", "list", "object"] as const;
export type VariableType = (typeof variableTypes)[number];

export interface PromptVariable {
  readonly type: VariableType;
  readonly trust: Trust;
  /** A variable that is not required and has no default is nothing: it renders as no text and counts as false. */
  readonly required: boolean;
  readonly default?: unknown;
  readonly description?: string;
}

/** What stands in a prompt, in its order: a message's template, partials inlined, or the place of the caller's messages. */
export type PromptSection =
  | { readonly kind: "message"; readonly role: PromptRole; readonly template: string }
  | { readonly kind: "history" };

/** Everything that makes a prompt version what it is. Its canonical JSON is stored, and hashed. */
export interface PromptContent {
  readonly description?: string;
  readonly variables: Readonly<Record<string, PromptVariable>>;
  readonly sections: readonly PromptSection[];
  readonly parameters?: ModelParameters;
  readonly tools?: readonly PromptTool[];
  readonly responseSchema?: ResponseSchema;
}

/** A prompt's content and what the registry calls it. */
export interface PromptVersion {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly content: PromptContent;
}
