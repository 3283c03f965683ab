/** Text that our templates show as it is. */
export function escapeLiquid(text: string): string {
  return text.replaceAll(/\{\{|\{%/g, (opening) => `{{ "${opening}" }}`);
}
