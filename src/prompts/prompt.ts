import type { Trust } from "../dialects/transcript.ts";

/** Who speaks in a section of a prompt file. */
export type PromptRole = "system" | "developer" | "user" | "assistant";

/** A piece of rendered text that knows where it came from: guards treat the two differently. */
export type RenderedSpan =
  | { readonly from: "template"; readonly text: string }
  | { readonly from: "variable"; readonly variable: string; readonly trust: Trust; readonly text: string };

export type RenderedPart =
  | { readonly kind: "text"; readonly spans: readonly RenderedSpan[] }
  /** `url`: an `https:` or `data:` URL. `mediaType` is undefined when a plain URL does not tell. */
  | { readonly kind: "media"; readonly url: string; readonly mediaType: string | undefined };

export interface RenderedMessage {
  readonly role: PromptRole;
  readonly parts: readonly RenderedPart[];
}

/** Model parameters as prompts and routes name them; each dialect knows its own names for them. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxOutputTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly reasoningEffort?: "none" | "minimal" | "low" | "medium" | "high";
}

/** A function that the model may call; `parameters` is a JSON Schema object. */
export interface PromptTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** The form that the answer must have; `schema` is a JSON Schema object. */
export interface ResponseSchema {
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly strict: boolean;
}

/** A prompt version with its variables filled in. The caller's own messages go between `before` and `after`. */
export interface RenderedPrompt {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly before: readonly RenderedMessage[];
  readonly after: readonly RenderedMessage[];
  readonly parameters: ModelParameters;
  readonly tools: readonly PromptTool[];
  readonly responseSchema: ResponseSchema | undefined;
}

/** Which version is meant: a number, or a movable label. Neither: `latest`. */
export interface PromptRef {
  readonly name: string;
  readonly version?: number;
  readonly label?: string;
}
