import { nearestNames } from "../lib/nearest-names.ts";
import type { Config, ConfigPath, ConfigSource } from "./config.ts";
import { formatPath } from "./format-path.ts";
import { loadConfig } from "./load-config.ts";
import { parsePath } from "./parse-path.ts";
import { readYaml } from "./read-yaml.ts";
import { keysOf, schemaAtPath, type SchemaNode } from "./schema-at-path.ts";
import { allowedValues, typeName } from "./type-name.ts";
import { isMapping, valueAt } from "./value-at.ts";
import { locate } from "./yaml-file.ts";

/** Where a value comes from. `line` counts from 1. */
export type ConfigOrigin =
  | { readonly kind: "file"; readonly line: number }
  | { readonly kind: "environment" }
  | { readonly kind: "default" }
  | { readonly kind: "unset" };

export interface ConfigExplanation {
  readonly path: string;
  readonly description: string;
  /** `duration`, `size`, `secret`, `text`, `mapping` … */
  readonly type: string;
  /** As it would be written; undefined: there is none. */
  readonly default: unknown;
  /** Empty: any value of the type. */
  readonly allowed: readonly string[];
  /** Keys that may stand below, with what they are for. */
  readonly keys: readonly { readonly key: string; readonly description: string }[];
  /** As written, else as resolved. Undefined when unset, and when the configuration is not valid: it might hold a secret. */
  readonly value: unknown;
  readonly origin: ConfigOrigin;
}

export type ExplainedConfig =
  | { readonly ok: true; readonly explanation: ConfigExplanation }
  | { readonly ok: false; readonly message: string; readonly suggestion?: string };

/** What a key of the configuration is for, what it may be, what it is now and why. */
export function explainConfig(text: string, source: ConfigSource): ExplainedConfig {
  const path = parsePath(text);
  if (path === undefined) {
    return { ok: false, message: "That is not a path. Write it like limits.connect or prices[0].model." };
  }
  const loaded = loadConfig(source);
  const config = loaded.ok ? loaded.config : undefined;
  const yaml = readYaml(source.text ?? "");
  const written = yaml.ok ? yaml.value : undefined;
  const node = schemaAtPath(path, config ?? written);
  if (node === undefined) return unknownPath(path, config ?? written);
  const line =
    path.length > 0 && yaml.ok && valueAt(written, path) !== undefined ? locate(yaml.file, path).line : undefined;
  return { ok: true, explanation: explain({ path, node, written, config, line }) };
}

function explain(current: Current): ConfigExplanation {
  const { path, node, line } = current;
  return {
    path: formatPath(path),
    description: textOf(node, "description"),
    type: typeName(node),
    default: isMapping(node["default"]) && node["title"] !== "secret" ? undefined : node["default"],
    allowed: allowedValues(node),
    keys: keysOf(node).map((key) => ({ key, description: describeKey(node, key) })),
    value: currentValue(current),
    origin: line === undefined ? originOf(current) : { kind: "file", line },
  };
}

interface Current {
  readonly path: ConfigPath;
  readonly node: SchemaNode;
  /** The file's data; undefined when it could not be read. */
  readonly written: unknown;
  /** The configuration; undefined when it is not valid. */
  readonly config: Config | undefined;
  /** The line it is written on; undefined when it is not. */
  readonly line: number | undefined;
}

/** As it would be written where that is known: `30s` says more than 30000. */
function currentValue({ path, node, written, config }: Current): unknown {
  if (config === undefined) return undefined;
  const resolved = valueAt(config, path);
  const own = path.length === 0 ? undefined : valueAt(written, path);
  if (own !== undefined || resolved === undefined) return own;
  return isMapping(resolved) ? resolved : (node["default"] ?? resolved);
}

function originOf({ path, node, written, config }: Current): ConfigOrigin {
  const value = config === undefined ? node["default"] : valueAt(config, path);
  if (value === undefined) return { kind: "unset" };
  const hasNoDefault = node["default"] === undefined;
  if (path[0] === "storage" && hasNoDefault) return { kind: "environment" };
  const providers = valueAt(written, ["providers"]);
  const providersWritten = isMapping(providers) && Object.keys(providers).length > 0;
  return path[0] === "providers" && !providersWritten ? { kind: "environment" } : { kind: "default" };
}

function unknownPath(path: ConfigPath, root: unknown): ExplainedConfig {
  const depth = path.findIndex((_, index) => schemaAtPath(path.slice(0, index + 1), root) === undefined);
  const parent = path.slice(0, depth);
  const known = keysOf(schemaAtPath(parent, root));
  const [nearest] = nearestNames(String(path[depth]), known, 1);
  const message = `There is no ${formatPath(path.slice(0, depth + 1))} in the configuration.`;
  if (nearest !== undefined)
    return { ok: false, message, suggestion: `did you mean ${formatPath([...parent, nearest])}?` };
  return { ok: false, message: known.length === 0 ? message : `${message} Known there: ${known.join(", ")}.` };
}

function describeKey(node: SchemaNode, key: string): string {
  const below = isMapping(node["properties"]) ? node["properties"][key] : undefined;
  return isMapping(below) ? textOf(below, "description") : "";
}

function textOf(node: SchemaNode, key: string): string {
  const value = node[key];
  return typeof value === "string" ? value : "";
}
