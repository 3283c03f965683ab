import { z } from "zod";
import { HoldfastError } from "../errors.ts";
import type { LabelRequest } from "./change-label.ts";
import { changeLabel, maxReasonLength } from "./change-label.ts";
import type { PromptView } from "./prompt-view.ts";
import type { RegistryParts } from "./registry-parts.ts";

export const labelWishSchema = z
  .strictObject({
    version: z.int().min(1).describe("Where the label is to stand."),
    reason: z.string().max(maxReasonLength).optional().describe("For people: why."),
  })
  .meta({ id: "LabelWish" });

/** Moves a label to a version, or makes it. Refuses with `not-found`, `request-invalid` or `scope-missing`. */
export async function moveLabel(request: LabelRequest, version: number, parts: RegistryParts): Promise<PromptView> {
  const { name, label, actor } = request;
  if ((await parts.registry.version(name, version)) === undefined) {
    throw new HoldfastError("not-found", {
      message: `Prompt "${name}" has no version ${version}; see \`holdfast prompts list ${name}\`.`,
    });
  }
  return await changeLabel(request, parts, (standing, atMs) => {
    if (standing?.version === version) return undefined;
    const moved = { name, label, version, applied: standing?.applied, movedAtMs: atMs, movedBy: actor };
    return { labels: [moved], to: version };
  });
}
