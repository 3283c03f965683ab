/** A path of keys and positions as a JSON pointer (RFC 6901). */
export function jsonPointer(path: readonly string[]): string {
  let pointer = "";
  for (const segment of path) {
    const escaped = segment.includes("~") || segment.includes("/");
    pointer += `/${escaped ? segment.replaceAll("~", "~0").replaceAll("/", "~1") : segment}`;
  }
  return pointer;
}
