import { watchPromptFolder } from "../adapters/node/watch-prompt-folder.ts";
import type { Config } from "../config/config.ts";
import type { Log } from "../ports/log.ts";
import { applyTree } from "../rollouts/apply-tree.ts";
import { onlyUnknown } from "../rollouts/only-unknown.ts";
import { changesPrompt, changesRoute } from "../rollouts/plan.ts";
import { readTree } from "../rollouts/read-tree.ts";
import type { RegistryParts } from "../prompts/registry-parts.ts";
import { promptFolderOf, readTreeSource } from "./read-tree-source.ts";

const actor = "holdfast start";
export interface LiveTreeOptions {
  /** The configuration file. */
  readonly path: string;
  readonly parts: RegistryParts;
  readonly log: Log;
  /**
   * `all`: the registry follows the files, as one wants it on a developer's machine. `unknown`: only routes and prompts
   * that the registry does not know are added; everything else is for `holdfast apply`.
   */
  readonly applies: "all" | "unknown";
}

/** Applies the working tree at the start and, with `all`, whenever its files change. */
export class LiveTree {
  readonly #options: LiveTreeOptions;
  #config: Config;
  #applying: Promise<void> = Promise.resolve();
  #close: () => void = () => {};

  constructor(config: Config, options: LiveTreeOptions) {
    this.#config = config;
    this.#options = options;
  }

  /** Rejects with `request-invalid`, `config-invalid` or `store-unavailable`; then nothing was changed. */
  async applyNow(): Promise<void> {
    const { path, parts, log, applies } = this.#options;
    const tree = readTree(readTreeSource(path, this.#config));
    const narrow = applies === "all" ? {} : { only: onlyUnknown };
    const plan = await applyTree({ tree, actor, message: undefined, ...narrow }, parts);
    const [prompts, routes] = [plan.prompts.filter(changesPrompt), plan.routes.filter(changesRoute)];
    if (prompts.length === 0 && routes.length === 0) return;
    log.info("tree-applied", {
      prompts: prompts.map(({ prompt, version }) => `${prompt.name}@${version}`),
      routes: routes.map(({ route, after }) => `${route}@${after.pinned}`),
    });
  }

  watch(): void {
    if (this.#options.applies !== "all") return;
    this.#close = watchPromptFolder(promptFolderOf(this.#options.path), () => this.#applyLater());
  }

  /** A new configuration was taken; its routes are applied too. */
  take(config: Config): void {
    this.#config = config;
    this.#applyLater();
  }

  async close(): Promise<void> {
    this.#close();
    await this.#applying;
  }

  /** One after the other; a tree that is bad is refused whole, and what was applied before stays. */
  #applyLater(): void {
    this.#applying = this.#applying
      .then(() => this.applyNow())
      .catch((error: unknown) => this.#options.log.error("tree-refused", { error }));
  }
}
