import { extractFeatures, FeatureList } from "../../src/guards/classifier/extract-features.ts";

/** The features of many texts, one after the other: texts are ranges, and so are windows of texts. */
export class FeatureStore {
  codes = new Int32Array(1 << 20);
  count = 0;
  /** Per text: where each token's features end, in `codes`. */
  readonly ends: Int32Array[] = [];
  readonly starts: number[] = [];
  private readonly list = new FeatureList();

  add(text: string): void {
    extractFeatures(text, this.list);
    const { list } = this;
    this.reserve(list.count);
    this.codes.set(list.codes.subarray(0, list.count), this.count);
    this.starts.push(this.count);
    const start = this.count;
    this.ends.push(list.ends.slice(0, list.tokens).map((end) => end + start));
    this.count += list.count;
  }

  private reserve(more: number): void {
    if (this.count + more <= this.codes.length) return;
    const grown = new Int32Array(Math.max(this.codes.length * 2, this.count + more));
    grown.set(this.codes.subarray(0, this.count));
    this.codes = grown;
  }
}
