/** A picture by its URL, which may be the output of a variable. */
export function pictureTag(url: string, losses: string[]): string {
  const variable = /^\{\{\s*(\w+)\s*\}\}$/.exec(url)?.[1];
  if (variable !== undefined) return `{% media ${variable} %}`;
  if (/^(?:https:|data:)[^"{}\s]+$/.test(url)) return `{% media "${url}" %}`;
  losses.push("a picture of a local file, or whose URL is put together of pieces, is left out");
  return "";
}
