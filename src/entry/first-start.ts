import { issueKey } from "../access/issue-key.ts";
import type { KeyHasher } from "../access/hash-key.ts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Store } from "../ports/store.ts";

export interface FirstKeys {
  readonly adminToken: string;
  readonly apiKey: string;
}

const settingName = "first-start";

/**
 * Makes an installation's first two keys, one to administer it and one to call models with. They are shown once and are
 * nowhere else. Of several replicas that start at once, one makes them; undefined on all others and on later starts.
 */
export async function firstStart(
  store: Store,
  parts: { readonly ids: Ids; readonly hasher: KeyHasher; readonly clock: Clock },
): Promise<FirstKeys | undefined> {
  const now = parts.clock.now();
  const mine = parts.ids.call(now);
  if ((await store.settings.setOnce(settingName, mine)) !== mine) return undefined;
  const admin = issueKey({ project: "default", name: "first-start-admin", scopes: ["admin"] }, parts, now);
  const app = issueKey({ project: "default", name: "first-start" }, parts, now);
  await store.keys.create(admin.record);
  await store.keys.create(app.record);
  return { adminToken: admin.key, apiKey: app.key };
}
