/** `npm run guard:train`: trains the guards' classifier and writes its artifact, the same to the bit every time. */
import { existsSync, writeFileSync } from "node:fs";
import { buildArtifact } from "./build-artifact.ts";
import { readCorpus } from "./read-corpus.ts";
import { reportFigures } from "./report-figures.ts";
import { ownRecords } from "./own-records.ts";

const corpusFolder = new URL("../../../shared/guard-data/", import.meta.url);
const artifactFile = new URL("../../src/guards/classifier/artifact.ts", import.meta.url);
const sizes = { attacks: 2000, benign: 2000, held: 800 };

if (!existsSync(corpusFolder))
  throw new Error("There is no ../shared/guard-data next to this repository; training needs it.");
const started = performance.now();
const { artifact, held } = buildArtifact(readCorpus(corpusFolder), ownRecords(), sizes);
const source = `/** Written by \`npm run guard:train\`; see docs/guards-model-card.md. */\nexport const artifact = ${JSON.stringify(artifact)};\n`;
writeFileSync(artifactFile, source);
reportFigures(held);
console.log(
  `Wrote ${source.length} bytes after ${Math.round((performance.now() - started) / 1000)} s; threshold ${artifact.threshold.toFixed(3)}, slope ${artifact.slope.toFixed(3)}.`,
);
