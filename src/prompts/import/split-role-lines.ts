import type { ConvertTemplate, DraftSection } from "./draft.ts";
import { pictureTag } from "./picture-tag.ts";
import { roleOf } from "./read-messages.ts";

const roleLine = /^[ \t]*#?[ \t]*(system|developer|user|assistant)[ \t]*(\[[^\]\n]{0,200}\])?[ \t]*:[ \t]*$/i;
const picture = /^!\[[^\]\n]{0,200}\]\(([^()\n]{1,2000})\)$/;

/** A body whose roles stand on lines of their own, as Prompty writes them. Text before the first is the system's. */
export function splitRoleLines(body: string, convert: ConvertTemplate, losses: string[]): readonly DraftSection[] {
  const sections: { readonly role: string; readonly lines: string[] }[] = [{ role: "system", lines: [] }];
  for (const line of body.split("\n")) {
    const match = roleLine.exec(line);
    if (match === null) {
      sections.at(-1)?.lines.push(line);
    } else {
      if (match[2] !== undefined) losses.push(`the attributes ${match[2]} of a section are left out`);
      sections.push({ role: match[1] ?? "user", lines: [] });
    }
  }
  return sections.flatMap(({ role, lines }): readonly DraftSection[] => {
    const template = convert(lines.join("\n"), losses)
      .split("\n")
      .map((line) => pictureLine(line, losses))
      .join("\n")
      .trim();
    return template === "" ? [] : [{ kind: "message", role: roleOf(role) ?? "user", template }];
  });
}

function pictureLine(line: string, losses: string[]): string {
  const url = picture.exec(line.trim())?.[1];
  return url === undefined ? line : pictureTag(url.trim(), losses);
}
