import type { ModelParameters } from "../../prompts/prompt.ts";
import type { BodyEditor, MemberPath } from "./body-editor.ts";

/** Where a dialect has a parameter; undefined: it has none. */
export interface ParameterPlace {
  /** Every name that means the same; a parameter that the caller set by any of them is left alone. */
  readonly paths: readonly [MemberPath, ...MemberPath[]];
  /** The dialect's value; undefined when it has no word for this one. */
  map?(value: unknown): unknown;
}

/** A place for every parameter, so that a new one cannot be forgotten in any dialect. */
export type ParameterPlaces = Readonly<Record<keyof ModelParameters, ParameterPlace | undefined>>;

/** Sets the prompt's parameters where the caller set none. */
export function setParameters(editor: BodyEditor, parameters: ModelParameters, places: ParameterPlaces): void {
  for (const name of parameterNames) {
    const value = parameters[name];
    if (value === undefined) continue;
    const place = places[name];
    const said: unknown = place?.map === undefined ? value : place.map(value);
    if (place === undefined || said === undefined) editor.lose(`parameters.${name}`);
    else editor.set(place.paths, said);
  }
}

const parameterNames = [
  "temperature",
  "topP",
  "maxOutputTokens",
  "stop",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "reasoningEffort",
] as const satisfies readonly (keyof ModelParameters)[];
