import type { Detector, Layer } from "../../guard.ts";
import { findPrivate, type PrivateRange } from "../find-private.ts";
import { readableLayers } from "../readable-layers.ts";
import { assignedSecretsIn } from "./assigned-secrets.ts";
import { knownKeysIn } from "./known-keys.ts";
import { pemKeysIn } from "./pem-keys.ts";

/** Keys, tokens and passwords. Those with a format of their own also count where they were encoded. */
export const secrets: Detector = {
  id: "secret",
  detect(layers, text) {
    const source = { id: "secret", kind: "secret", text } as const;
    return [
      ...findPrivate(source, layers, formattedIn),
      ...findPrivate(source, readableLayers(layers), assignedSecretsIn),
    ];
  },
};

function* formattedIn({ text }: Layer): Iterable<PrivateRange> {
  yield* knownKeysIn(text);
  yield* pemKeysIn(text);
}
