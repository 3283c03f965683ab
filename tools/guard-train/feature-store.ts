import { extractFeatures, FeatureList } from "../../src/guards/classifier/extract-features.ts";

/** Where one text's features begin in the store, and where those of each of its tokens end. */
export interface StoredText {
  readonly start: number;
  readonly ends: Int32Array;
}

/** The features of many texts, one after the other: texts are ranges, and so are windows of texts. */
export class FeatureStore {
  codes = new Int32Array(1 << 20);
  private count = 0;
  private readonly list = new FeatureList();

  add(text: string): StoredText {
    const { list } = this;
    extractFeatures(text, list);
    this.reserve(list.count);
    this.codes.set(list.codes.subarray(0, list.count), this.count);
    const start = this.count;
    this.count += list.count;
    return { start, ends: list.ends.slice(0, list.tokens).map((end) => end + start) };
  }

  private reserve(more: number): void {
    if (this.count + more <= this.codes.length) return;
    const grown = new Int32Array(Math.max(this.codes.length * 2, this.count + more));
    grown.set(this.codes.subarray(0, this.count));
    this.codes = grown;
  }
}
