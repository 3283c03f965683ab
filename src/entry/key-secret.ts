import { HoldfastError } from "../errors.ts";
import { bytesToHex, hexToBytes } from "../lib/hex.ts";
import type { Ids } from "../ports/ids.ts";
import type { SettingStore } from "../ports/store.ts";

const secretBytes = 32;
const settingName = "key-secret";
const variable = "HOLDFAST_KEY_SECRET";

/**
 * The installation's secret, under which keys are hashed: from the environment when it is set there, else made once and
 * kept in the database, where all replicas find the same. Throws `config-invalid` for one that is too short.
 */
export async function keySecret(
  settings: SettingStore,
  ids: Ids,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
  const given = env[variable]?.trim();
  if (given !== undefined && given !== "") {
    if (given.length >= secretBytes) return new TextEncoder().encode(given);
    throw new HoldfastError("config-invalid", {
      message: `${variable} is shorter than ${secretBytes} characters; make one with: openssl rand -hex 32`,
    });
  }
  return hexToBytes(await settings.setOnce(settingName, bytesToHex(ids.secret(secretBytes))));
}
