import { HoldfastError } from "../errors.ts";
import type { LabelRequest } from "./change-label.ts";
import { changeLabel } from "./change-label.ts";
import type { PromptView } from "./prompt-view.ts";
import type { RegistryParts } from "./registry-parts.ts";

/** Removes a label; from then on it serves nothing. Refuses with `not-found`, `request-invalid` or `scope-missing`. */
export async function removeLabel(request: LabelRequest, parts: RegistryParts): Promise<PromptView> {
  return await changeLabel(request, parts, (standing) => {
    if (standing !== undefined) return { removedLabels: [standing], to: null };
    throw new HoldfastError("not-found", { message: `Prompt "${request.name}" has no label "${request.label}".` });
  });
}
