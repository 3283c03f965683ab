const replacement = "\uFFFD";

/**
 * Text from outside, fit for a terminal: control characters (but line feeds and tabs) and those that turn the direction
 * of writing are shown as U+FFFD, so that nobody's data can move the cursor, change colours or disguise itself.
 */
export function printableText(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be printed
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    replacement,
  );
}
