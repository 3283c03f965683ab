import { HoldfastError } from "../../errors.ts";

/** A `data:` URL carries the whole picture, so this is larger than other text. */
export const maxMediaUrlLength = 24 * 1024 * 1024;
const dataUrl = /^data:([a-z]{1,20}\/[a-z0-9.+-]{1,80})(?:;[a-z0-9=._-]{1,80}){0,4},/i;
const webUrl = /^https:\/\/[^\s\\]{1,8192}$/i;

export interface MediaUrl {
  readonly url: string;
  readonly mediaType: string | undefined;
}

/** What `{% media … %}` shows: an `https:` or `data:` URL. Nothing, for a variable without a value, shows nothing. */
export function readMediaUrl(value: unknown, variable: string): MediaUrl | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value === "string" && value.length <= maxMediaUrlLength) {
    const mediaType = dataUrl.exec(value.slice(0, 512))?.[1]?.toLowerCase();
    if (mediaType !== undefined || webUrl.test(value)) return { url: value, mediaType };
  }
  throw new HoldfastError("variable-invalid", {
    message: `"${variable}" is shown as media, so it must be an https: or a data: URL.`,
    param: `prompt.variables.${variable}`,
  });
}
