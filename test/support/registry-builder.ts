import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { AuditEvent } from "../../src/ports/registry-store.ts";
import type { PromptLabel, StoredPromptVersion } from "../../src/prompts/stored-prompt-version.ts";
import type { Release } from "../../src/rollouts/release.ts";
import type { RouteState } from "../../src/rollouts/route-state.ts";
import { uuidV7 } from "../../src/lib/uuid-v7.ts";

/** The first version of a prompt that nobody else has. */
export function buildVersion(changes: Partial<StoredPromptVersion> = {}): StoredPromptVersion {
  const content = changes.content ?? JSON.stringify({ text: randomUUID() });
  return {
    name: randomUUID(),
    version: 1,
    hash: createHash("sha256").update(content).digest("hex"),
    author: "tester",
    message: undefined,
    parent: undefined,
    createdAtMs: 1_700_000_000_000,
    ...changes,
    content,
  };
}

export function buildLabel(changes: Partial<PromptLabel> = {}): PromptLabel {
  return {
    name: randomUUID(),
    label: "production",
    version: 1,
    applied: undefined,
    movedAtMs: 1_700_000_000_000,
    movedBy: "tester",
    ...changes,
  };
}

/** The first release of a route that nobody else has. */
export function buildRelease(changes: Partial<Release> = {}): Release {
  return {
    route: randomUUID(),
    number: 1,
    hash: randomBytes(32).toString("hex"),
    content: { target: "echo/echo" },
    author: "tester",
    message: undefined,
    createdAtMs: 1_700_000_000_000,
    ...changes,
  };
}

export function buildRouteState(changes: Partial<RouteState> = {}): RouteState {
  return {
    route: randomUUID(),
    pinned: 1,
    previous: undefined,
    applied: 1,
    newest: 1,
    changedAtMs: 1_700_000_000_000,
    changedBy: "tester",
    reason: undefined,
    ...changes,
  };
}

export function buildEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  const atMs = changes.atMs ?? Date.now();
  return {
    id: uuidV7(atMs, randomBytes(10)),
    actor: "tester",
    action: "label.move",
    subject: randomUUID(),
    details: {},
    ...changes,
    atMs,
  };
}
