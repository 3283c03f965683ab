import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startGateway } from "../support/running-gateway.ts";
import type { RunningGateway } from "../support/running-gateway.ts";
import type { LoadTarget } from "./load.ts";
import { startProvider } from "./provider.ts";
import type { Provider } from "./provider.ts";

export interface PlaceOptions {
  /** Undefined: the embedded database. */
  readonly databaseUrl?: string;
  /** More of `holdfast.yaml`, as its lines. */
  readonly yaml?: string;
}

/** A data directory, a configuration and a provider: where a gateway is started, killed and started again. */
export interface Place {
  readonly provider: Provider;
  readonly configPath: string;
  readonly dataDir: string;
  /** The newest gateway's address, and the key that its first start made. */
  readonly target: LoadTarget;
  /** What stands in the configuration whatever `yaml` adds. */
  readonly configText: string;
  writeConfig(yaml: string): void;
  /** Starts a gateway; `dataDir` for a second one beside the first. */
  start(dataDir?: string): Promise<RunningGateway>;
  remove(): Promise<void>;
}

export async function makePlace({ databaseUrl, yaml = "" }: PlaceOptions = {}): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-durability-"));
  const provider = await startProvider();
  const configPath = join(folder, "holdfast.yaml");
  const dataDir = join(folder, "data");
  const target: LoadTarget = { url: "", key: "" };
  const running = new Set<RunningGateway>();
  mkdirSync(dataDir);
  const text = configText(provider.url);
  const writeConfig = (more: string): void => writeFileSync(configPath, text + more);
  writeConfig(yaml);
  return {
    provider,
    configPath,
    dataDir,
    target,
    configText: text,
    writeConfig,
    async start(ownDir = dataDir) {
      const env = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
      const gateway = await startGateway({ configPath, dataDir: ownDir, env });
      running.add(gateway);
      void gateway.exited.then(() => running.delete(gateway));
      target.url = gateway.url;
      target.key = gateway.firstStart?.apiKey ?? target.key;
      return gateway;
    },
    async remove() {
      await Promise.all([...running].map((gateway) => gateway.kill()));
      await provider.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configText(providerUrl: string): string {
  return `
server: { port: 0 }
providers:
  openai: { kind: openai, baseUrl: "${providerUrl}/v1", apiKey: { env: PROVIDER_KEY } }
`;
}
