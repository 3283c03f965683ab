import type { ModelParameters } from "../prompts/prompt.ts";
import type { ReleaseContent } from "./release.ts";

/** A prompt file, read. */
export interface TreePrompt {
  readonly name: string;
  /** Canonical JSON. */
  readonly content: string;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  /** Labels that move to this version. */
  readonly labels: readonly string[];
}

/** A route of the configuration. */
export interface TreeRoute {
  readonly name: string;
  readonly target: string;
  readonly parameters?: ModelParameters;
  /** `name`, `name@label` or `name@7`. The name alone means the file of the tree. */
  readonly prompt?: string;
  readonly guards?: ReleaseContent["guards"];
  readonly fallbacks?: readonly string[];
  /** `immediate`: a new release is pinned when it is applied; `manual`: when it is promoted. */
  readonly rollout: "immediate" | "manual";
}

/** What the files of an application say: the state that `apply` brings the registry to. */
export interface Tree {
  readonly prompts: readonly TreePrompt[];
  readonly routes: readonly TreeRoute[];
}
