import { sizesFor, windowStarts } from "../../src/guards/classifier/windows.ts";
import { readingsOf } from "../../src/guards/classifier/readings.ts";
import { layersOf } from "../../src/guards/normalize/layers-of.ts";
import { FeatureStore } from "./feature-store.ts";
import type { TrainingRecord } from "./read-corpus.ts";

/** A range of features: what is trained on and what is scored. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/** Texts are cut here, as the corpus's own are somewhat earlier. */
const maxTextLength = 8000;

/** Records with their features and windows, read exactly as the gateway will read them. */
export class TrainingSet {
  readonly records: readonly TrainingRecord[];
  readonly store = new FeatureStore();
  /** Per record: the windows of all its readings, the widest one of the first reading first. */
  readonly windows: readonly (readonly Window[])[];
  /** Per record: its readings as the gateway would score them. */
  readonly readings: readonly (readonly string[])[];
  /** Per record: whether its first window is all of it. */
  readonly isShort: readonly boolean[];

  constructor(records: readonly TrainingRecord[]) {
    this.records = records;
    const windows: Window[][] = [];
    const isShort: boolean[] = [];
    this.readings = records.map(({ text }) =>
      readingsOf(layersOf(text.slice(0, maxTextLength))).map((reading) => reading.text),
    );
    for (const texts of this.readings) {
      const ofReadings = texts.map((text) => this.windowsOf(text));
      windows.push(ofReadings.flat());
      isShort.push(ofReadings[0]?.length === 1);
    }
    this.windows = windows;
    this.isShort = isShort;
  }

  private windowsOf(text: string): Window[] {
    const { start, ends } = this.store.add(text);
    const before = (token: number): number => (token === 0 ? start : (ends[token - 1] ?? start));
    return sizesFor(ends.length).flatMap((size) =>
      windowStarts(ends.length, size).map((from) => ({
        first: before(from),
        last: before(Math.min(ends.length, from + size)),
      })),
    );
  }
}
