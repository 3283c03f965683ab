import { HoldfastError } from "../errors.ts";
import type { HeaderList } from "../ports/http-message.ts";
import { isKeyShaped } from "./key-format.ts";

/** No Holdfast key is longer. A longer value may still be the caller's own credential for a provider. */
const maxKeyLength = 256;
/** Far more places than any SDK fills. */
const maxCandidates = 16;
const bearer = "bearer ";
const queryName = "key";

/** Where SDKs put their key, besides our own header, which goes before them all. */
const places: ReadonlySet<string> = new Set(["authorization", "x-api-key", "x-goog-api-key", "api-key"]);
const ownPlace = "holdfast-key";

export interface PresentedKey {
  /** What to look up; undefined when nothing was sent that could be a Holdfast key. */
  readonly key: string | undefined;
  /** Where it stood: a header's name in lower case, or `?key`; to be removed before the call goes on. */
  readonly place: string | undefined;
  /** The caller's own provider credential: header name and value; empty when there is none. */
  readonly callerCredential: HeaderList;
}

interface Candidate {
  readonly place: string;
  readonly key: string;
  /** The header's whole value, as a provider would want it. */
  readonly value: string;
}

const nothingPresented: PresentedKey = Object.freeze({ key: undefined, place: undefined, callerCredential: [] });

/**
 * Finds the Holdfast key: the `holdfast-key` header first, then what looks like one of ours in `Authorization: Bearer`,
 * `x-api-key`, `x-goog-api-key`, `api-key` and `?key=`, then whatever stands there first. Two different Holdfast keys in
 * one request are refused with `request-invalid`: one reader could check the first while another acts for the second.
 */
export function readPresentedKey(headers: HeaderList, query: string): PresentedKey {
  const candidates = findCandidates(headers, query);
  const first = candidates[0];
  if (first === undefined) return nothingPresented;
  if (candidates.length > 1) refuseTwoKeys(candidates);
  const chosen =
    candidates.find((candidate) => candidate.place === ownPlace) ??
    candidates.find((candidate) => isKeyShaped(candidate.key)) ??
    candidates.find((candidate) => candidate.key.length <= maxKeyLength);
  const own = candidates.find((candidate) => candidate.place !== ownPlace && !isKeyShaped(candidate.key));
  const tooLong = chosen === undefined || chosen.key.length > maxKeyLength;
  return {
    key: tooLong ? undefined : chosen.key,
    place: tooLong ? undefined : chosen.place,
    callerCredential: own === undefined ? [] : asHeader(own),
  };
}

function findCandidates(headers: HeaderList, query: string): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (let at = 0; at + 1 < headers.length && candidates.length < maxCandidates; at += 2) {
    const place = headers[at] ?? "";
    if (place !== ownPlace && !places.has(place)) continue;
    const value = headers[at + 1] ?? "";
    const key = place === "authorization" ? bearerToken(value) : value.trim();
    if (key !== "") candidates.push({ place, key, value });
  }
  const inQuery = query === "" ? undefined : queryKey(query);
  if (inQuery !== undefined) candidates.push({ place: `?${queryName}`, key: inQuery, value: inQuery });
  return candidates;
}

/** The scheme's letter case does not count (RFC 9110, section 11.1); other schemes carry no Holdfast key. */
function bearerToken(value: string): string {
  return value.slice(0, bearer.length).toLowerCase() === bearer ? value.slice(bearer.length).trim() : "";
}

function queryKey(query: string): string | undefined {
  for (const part of query.split("&", maxQueryParts)) {
    if (!part.startsWith(`${queryName}=`)) continue;
    const value = decode(part.slice(queryName.length + 1));
    return value === "" ? undefined : value;
  }
  return undefined;
}

const maxQueryParts = 256;

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    // Not percent-encoded text, so not a key that anybody was given; it is looked up as it stands and not found.
    return encoded;
  }
}

function refuseTwoKeys(candidates: readonly Candidate[]): void {
  const keys = new Set<string>();
  for (const candidate of candidates) {
    if (isKeyShaped(candidate.key) || candidate.place === ownPlace) keys.add(candidate.key);
  }
  if (keys.size > 1) {
    throw new HoldfastError("request-invalid", {
      message: "Two different Holdfast keys were sent; send one, in one place.",
    });
  }
}

/** A key from the query goes on in Gemini's header, so that it stands in no URL and no log of one. */
function asHeader(candidate: Candidate): HeaderList {
  return candidate.place.startsWith("?") ? ["x-goog-api-key", candidate.value] : [candidate.place, candidate.value];
}
