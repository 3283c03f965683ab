import type { GuardPolicy } from "../config/config.ts";
import { compilePolicy } from "./compile-policy.ts";
import { decide, gradualKinds } from "./decide.ts";
import type { Detector, ScreenedText } from "./guard.ts";
import type { Verdict } from "./policy.ts";
import { readText } from "./read-text.ts";
import { scanLayers } from "./scan.ts";
import { screenTexts } from "./screen-texts.ts";

/** A text under a policy, as a call's would be. */
export interface PolicyScan {
  /** 0 to 1: the classifier's, or that of the surest sign of an attack that another detector saw. */
  readonly score: number;
  readonly verdict: Verdict;
}

/** The command line screens as long as it takes. */
const unbounded = { maxMs: Number.POSITIVE_INFINITY, maxCharacters: Number.POSITIVE_INFINITY, nowMs: () => 0 };

/** Screens texts that stand alone by every detector of a policy. */
export function scanByPolicy(policy: GuardPolicy): (text: ScreenedText) => PolicyScan {
  let classified = 0;
  const classifier: Detector = {
    id: "classifier",
    detect(layers, text) {
      const { score, findings } = scanLayers(layers, text);
      classified = score;
      return findings;
    },
  };
  const screen = { layersOf: (text: string) => readText(text), detectors: compilePolicy(policy, [classifier]).input };
  return (text) => {
    classified = 0;
    const screening = screenTexts([text], screen, unbounded);
    const signs = screening.findings.filter(({ kind }) => gradualKinds.has(kind)).map(({ score }) => score);
    return { score: Math.max(classified, ...signs), verdict: decide(screening, policy, () => text.trust) };
  };
}
