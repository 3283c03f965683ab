import { HoldfastError } from "../errors.ts";

const maxTags = 16;
const maxNameLength = 64;
const maxValueLength = 256;
const maxHeaderLength = 8_192;
const namePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/**
 * Reads the `holdfast-tags` header: `team=support, env=prod`. Spaces around names and values do not count, a trailing
 * comma is forgiven. Refuses with `request-invalid`, and says which tag is wrong.
 */
export function parseTags(header: string): Readonly<Record<string, string>> {
  if (header.length > maxHeaderLength) refuse(`it is longer than ${maxHeaderLength} characters.`);
  const tags = new Map<string, string>();
  for (const part of header.split(",")) {
    const text = part.trim();
    if (text === "") continue;
    const [name, value] = parseTag(text);
    if (tags.has(name)) refuse(`it names "${name}" twice.`);
    tags.set(name, value);
    if (tags.size > maxTags) refuse(`it has more than ${maxTags} tags.`);
  }
  return Object.fromEntries(tags);
}

function parseTag(text: string): readonly [name: string, value: string] {
  const equals = text.indexOf("=");
  const shown = text.slice(0, maxNameLength);
  if (equals < 0) refuse(`"${shown}" has no value; write name=value, with commas between.`);
  const name = text.slice(0, equals).trim();
  const value = text.slice(equals + 1).trim();
  if (name.length > maxNameLength || !namePattern.test(name)) {
    refuse(`"${name.slice(0, maxNameLength)}" is no tag name: 1 to ${maxNameLength} letters, digits, _ . or -.`);
  }
  if (value === "" || value.length > maxValueLength) {
    refuse(`the value of "${name}" must have 1 to ${maxValueLength} characters.`);
  }
  return [name, value];
}

function refuse(why: string): never {
  throw new HoldfastError("request-invalid", { message: `The holdfast-tags header cannot be read: ${why}` });
}
