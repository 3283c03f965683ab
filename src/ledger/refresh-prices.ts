import { HoldfastError } from "../errors.ts";
import { hashText } from "../lib/hash-text.ts";
import type { SettingStore } from "../ports/store.ts";

const settingName = "price-data";
const versionDigits = 8;
const dateLength = "2026-01-01".length;

/** A price file that was taken over: its text, and the version recorded with prices that come from it. */
export interface StoredPrices {
  readonly version: string;
  readonly text: string;
}

export interface RefreshingParts {
  readonly settings: Pick<SettingStore, "get" | "set">;
  /** Checks that a text is price data; says in words what is wrong, or how many models it prices. */
  readonly check: (
    text: string,
  ) => { readonly ok: true; readonly models: number } | { readonly ok: false; readonly problems: readonly string[] };
}

export interface Refreshed {
  readonly version: string;
  readonly models: number;
  /** The version that was in use before; undefined: the one that came with Holdfast. */
  readonly before: string | undefined;
}

/**
 * Takes over newer price data, which the caller has read from a file or fetched. It holds from the next start on, on
 * every replica, for new calls and for re-pricing. Refuses with `request-invalid` what is not such data, whole.
 */
export async function refreshPrices(text: string, parts: RefreshingParts, nowMs: number): Promise<Refreshed> {
  const checked = parts.check(text);
  if (!checked.ok) {
    throw new HoldfastError("request-invalid", {
      message: `This is not price data in the genai-prices format: ${checked.problems.join("; ")}. The prices in use stay.`,
    });
  }
  const before = await storedPrices(parts.settings);
  const day = new Date(nowMs).toISOString().slice(0, dateLength);
  const version = `${day}-${hashText(text).slice(0, versionDigits)}`;
  await parts.settings.set(settingName, `${version}\n${text}`);
  return { version, models: checked.models, before: before?.version };
}

/** Goes back to the prices that came with Holdfast. */
export async function forgetRefreshedPrices(settings: Pick<SettingStore, "set">): Promise<void> {
  await settings.set(settingName, "");
}

/** What `refreshPrices` stored; undefined: nothing, or it was forgotten. */
export async function storedPrices(settings: Pick<SettingStore, "get">): Promise<StoredPrices | undefined> {
  const value = await settings.get(settingName);
  if (value === undefined || value === "") return undefined;
  const end = value.indexOf("\n");
  return { version: value.slice(0, end), text: value.slice(end + 1) };
}
