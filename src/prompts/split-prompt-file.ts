/** The two halves of a prompt file. Line numbers are the file's, counted from 1. */
export interface SplitPromptFile {
  /** With an empty line before it for each line that stands before it in the file, so that its lines are the file's. */
  readonly frontMatter: string;
  readonly body: string;
  readonly bodyLine: number;
}

const fence = /^---[ \t]*$/;

/**
 * Cuts the front matter off a file: it stands between two lines of `---`, the first of which is the file's first line. A
 * file without it is all body. Undefined when the second line is missing. `text` has LF line ends.
 */
export function splitPromptFile(text: string): SplitPromptFile | undefined {
  const lines = text.split("\n");
  if (!fence.test(lines[0] ?? "")) return { frontMatter: "", body: text, bodyLine: 1 };
  const end = lines.findIndex((line, index) => index > 0 && fence.test(line));
  if (end < 0) return undefined;
  return {
    frontMatter: `\n${lines.slice(1, end).join("\n")}`,
    body: lines.slice(end + 1).join("\n"),
    bodyLine: end + 2,
  };
}
