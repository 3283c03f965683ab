import { diffArrays } from "diff";
import { canonicalJson } from "../lib/canonical-json.ts";
import type { PromptChange } from "./diff-prompts.ts";
import type { PromptSection } from "./prompt-content.ts";

/** Which sections came, went, or say something else. Sections move by going and coming. */
export function diffSections(
  before: readonly PromptSection[],
  after: readonly PromptSection[],
): readonly PromptChange[] {
  const gone: Counted[] = [];
  const come: Counted[] = [];
  let from = 0;
  let to = 0;
  for (const { value, removed, added } of diffArrays([...before], [...after], { comparator: isSame })) {
    if (removed) gone.push(...value.map((section, index) => ({ section, number: from + index + 1 })));
    else if (added) come.push(...value.map((section, index) => ({ section, number: to + index + 1 })));
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
  return pair(gone, come);
}

interface Counted {
  readonly section: PromptSection;
  /** Its place among all sections, counted from 1. */
  readonly number: number;
}

/** A section that went and one of the same role that came, in their order, are one that changed. */
function pair(gone: readonly Counted[], come: readonly Counted[]): readonly PromptChange[] {
  const left = [...come];
  const changes = gone.map(({ section, number }): PromptChange => {
    const partner = left.findIndex((candidate) => roleOf(candidate.section) === roleOf(section));
    if (partner < 0) return change("removed", section, number);
    const [taken] = left.splice(partner, 1);
    return change("changed", section, taken?.number ?? number);
  });
  return [...changes, ...left.map(({ section, number }) => change("added", section, number))];
}

function change(kind: PromptChange["kind"], section: PromptSection, number: number): PromptChange {
  const role = roleOf(section);
  return {
    kind,
    path: `sections.${role}`,
    says: `section ${number} (${role}) ${kind === "changed" ? "says something else" : kind}`,
  };
}

function roleOf(section: PromptSection): string {
  return section.kind === "history" ? "history" : section.role;
}

function isSame(left: PromptSection, right: PromptSection): boolean {
  return canonicalJson(left) === canonicalJson(right);
}
