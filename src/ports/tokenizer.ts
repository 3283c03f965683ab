/** Counts tokens of text for usage that no provider reported. */
export interface Tokenizer {
  /** `counted` when a real tokenizer of the model's family ran, `estimated` when the number is a rule of thumb. */
  count(text: string, model: string): { readonly tokens: number; readonly source: "counted" | "estimated" };
}
