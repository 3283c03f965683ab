const base64Url = /^data:([\w.+-]{1,64}\/[\w.+-]{1,80})?[^,]{0,120};base64,/;

export interface DataUrl {
  readonly mediaType: string | undefined;
  readonly base64: string;
}

/** The parts of a base64 data URL; undefined: it is another URL. */
export function parseDataUrl(url: string): DataUrl | undefined {
  const match = base64Url.exec(url);
  return match === null ? undefined : { mediaType: match[1], base64: url.slice(match[0].length) };
}

/** What kind of media a part is, as far as anything tells; a plain URL that does not is taken for an image. */
export function mediaKind(mediaType: string | undefined): "image" | "audio" | "pdf" | "other" {
  if (mediaType === undefined || mediaType.startsWith("image/")) return "image";
  if (mediaType.startsWith("audio/")) return "audio";
  return mediaType === "application/pdf" ? "pdf" : "other";
}
