import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createNodeIds } from "../../src/adapters/node/ids.ts";
import { issueKey, type KeyRequest } from "../../src/access/issue-key.ts";
import { formatKey, isKeyShaped, isWellFormedKey } from "../../src/access/key-format.ts";
import { HoldfastError } from "../../src/errors.ts";

const hasher = { hash: (key: string) => createHmac("sha256", "secret").update(key).digest("hex") };
const now = Date.parse("2026-11-24T00:00:00Z");

function issue(changes: Partial<KeyRequest> = {}) {
  return issueKey({ project: "shop", name: "support bot", ...changes }, { ids: createNodeIds(), hasher }, now);
}

function refusal(changes: Partial<KeyRequest>): string {
  try {
    issue(changes);
  } catch (error) {
    if (error instanceof HoldfastError) return `${error.code} ${error.param}: ${error.message}`;
    throw error;
  }
  return "not refused";
}

describe("a key", () => {
  test("has a prefix, 43 digits of secret and 6 of checksum", () => {
    expect(issue().key).toMatch(/^hf_[0-9A-Za-z]{49}$/);
  });

  test("holds all of its 32 bytes", () => {
    expect(formatKey(new Uint8Array(32))).toMatch(/^hf_0{43}/);
    const highest = formatKey(new Uint8Array(32).fill(255));
    const lower = formatKey(new Uint8Array([...new Uint8Array(31).fill(255), 254]));
    expect(highest.slice(0, -6)).not.toBe(lower.slice(0, -6));
    expect(highest).toHaveLength(52);
  });

  test("shows any single typing error without a database", () => {
    const { key } = issue();
    expect(isWellFormedKey(key)).toBe(true);
    for (let at = 3; at < key.length; at += 1) {
      const other = key[at] === "x" ? "y" : "x";
      expect(isWellFormedKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    }
  });

  test("is told from other makers' tokens of the same prefix by its length", () => {
    expect(isKeyShaped(`hf_${"a".repeat(34)}`)).toBe(false);
    expect(isKeyShaped(issue().key)).toBe(true);
  });

  test("is never the same twice", () => {
    expect(new Set(Array.from({ length: 100 }, () => issue().key)).size).toBe(100);
  });
});

describe("what is stored of a key", () => {
  test("is its hash and eight characters, not the key", () => {
    const { key, record } = issue({ scopes: ["call"], allowedRoutes: ["support", "openai/*"], expiresAt: now + 1 });
    expect(record).toMatchObject({
      project: "shop",
      name: "support bot",
      scopes: ["call"],
      allowedRoutes: ["support", "openai/*"],
      prefix: key.slice(0, 8),
      hash: hasher.hash(key),
      createdAt: now,
      expiresAt: now + 1,
      revokedAt: undefined,
    });
    expect(JSON.stringify(record)).not.toContain(key.slice(3, 20));
  });

  test("may call and pass through, unless other scopes are named", () => {
    expect(issue().record.scopes).toEqual(["call", "passthrough"]);
    expect(issue({ scopes: ["admin", "admin"] }).record.scopes).toEqual(["admin"]);
  });
});

describe("a request for a key is refused", () => {
  test.each([
    [{ name: "  " }, "request-invalid name: The request is not valid. A key needs a name"],
    [{ name: "x".repeat(129) }, "request-invalid name: "],
    [{ project: "My Shop" }, "request-invalid project: The request is not valid. A project is 1 to 64 of a-z"],
    [{ project: "" }, "request-invalid project: "],
    [{ expiresAt: now }, "request-invalid expiresAt: The request is not valid. The key would have expired already"],
    [{ expiresAt: Number.NaN }, "request-invalid expiresAt: "],
    [{ scopes: [] }, "request-invalid scopes: The request is not valid. A key without scopes can do nothing"],
    [
      { scopes: ["cal"] },
      'request-invalid scopes: The request is not valid. There is no scope "cal"; did you mean "call"?',
    ],
    [{ scopes: ["everything"] }, "it is one of call, passthrough, ledger:read, releases:write, admin"],
    [{ allowedRoutes: ["a b"] }, 'request-invalid allowedRoutes: The request is not valid. "a b" is neither'],
    [{ allowedRoutes: ["open*/x"] }, "a * may stand only at its end"],
    [{ allowedRoutes: Array.from({ length: 101 }, (_, at) => `r${at}`) }, "at most 100 routes"],
  ])("%j", (changes, message) => {
    expect(refusal(changes)).toContain(message);
  });
});
