import {
  environmentFolders,
  importTable,
  impureFolders,
  jsonParseFile,
  nodeFolders,
  rooms,
  workersFolder,
  workersModules,
} from "./import-rules.ts";
import type { ImportRow, Room } from "./import-rules.ts";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };
interface Override {
  readonly files: readonly string[];
  readonly rules: Readonly<Record<string, Json>>;
}

const error = "error";
const off = "off";

const sizes = {
  "max-lines": [error, 300],
  "max-lines-per-function": [error, 60],
  complexity: [error, 12],
  "max-params": [error, 3],
  "max-depth": [error, 3],
} as const;

const types = {
  "typescript/no-explicit-any": error,
  "typescript/no-non-null-assertion": error,
  "typescript/consistent-type-assertions": [error, { assertionStyle: "never" }],
  "typescript/consistent-type-imports": error,
  // A written `default` is a decision; a missing case is an oversight.
  "typescript/switch-exhaustiveness-check": [error, { considerDefaultExhaustiveForUnions: true }],
  "typescript/no-floating-promises": error,
  "typescript/no-misused-promises": error,
  "typescript/only-throw-error": error,
  "typescript/prefer-promise-reject-errors": error,
  "typescript/no-unsafe-argument": error,
  "typescript/no-unsafe-assignment": error,
  "typescript/no-unsafe-call": error,
  "typescript/no-unsafe-member-access": error,
  "typescript/no-unsafe-return": error,
  "import/no-cycle": error,
  "import/no-default-export": error,
  eqeqeq: error,
  "no-var": error,
  "prefer-const": error,
  "no-empty": error,
  "no-param-reassign": error,
} as const;

/** Rules of the three categories that fight the house's habits, each with its reason. */
const refused = {
  // Order matters on a wire: most loops that await mean to.
  "no-await-in-loop": off,
  // Spreading a small frozen record is how this house copies.
  "oxc/no-map-spread": off,
  // MessagePort and Worker have no target origin.
  "unicorn/require-post-message-target-origin": off,
  // TypeScript's noImplicitReturns does this.
  "typescript/consistent-return": off,
  // consistent-type-assertions forbids the cast itself.
  "typescript/no-unsafe-type-assertion": off,
  "promise/always-return": off,
  "no-underscore-dangle": off,
  // An entry file or a polyfill is imported for what it does.
  "import/no-unassigned-import": off,
  // TypeScript knows what a default export holds; `fc.assert` reads better than nine names.
  "import/no-named-as-default-member": off,
  // A function next to the one place that uses it reads better than one hoisted away.
  "unicorn/consistent-function-scoping": off,
} as const;

/** Rules whose purpose is `src/`; a test may reach for anything that makes it clearer. */
const looserOutside = {
  "max-lines-per-function": off,
  "max-params": [error, 4],
  "typescript/no-unsafe-argument": off,
  "typescript/no-unsafe-assignment": off,
  "typescript/no-unsafe-call": off,
  "typescript/no-unsafe-member-access": off,
  "typescript/no-unsafe-return": off,
  "typescript/unbound-method": off,
  "typescript/consistent-type-assertions": off,
  "import/no-default-export": off,
  "vitest/require-to-throw-message": off,
  "vitest/no-conditional-expect": off,
  "vitest/no-disabled-tests": off,
  "vitest/require-mock-type-parameters": off,
  // Tests are often made from tables and folders.
  "vitest/no-conditional-tests": off,
  "vitest/valid-title": off,
  // A made-up credential is written in two halves, so that nobody's scanner takes it for a live one.
  "typescript/no-unnecessary-template-expression": off,
  // The second argument is the message.
  "vitest/valid-expect": [error, { maxArgs: 2 }],
  "max-depth": [error, 4],
  "vitest/expect-expect": [error, { assertFunctionNames: ["expect", "expect*", "assert*", "fc.assert", "check*"] }],
} as const;

function importRestriction(options: {
  readonly row: ImportRow | undefined;
  readonly self: Room;
  readonly node: "all" | "workers" | "none";
}): Json {
  const patterns: Json[] = [];
  for (const room of options.row === undefined ? [] : rooms) {
    const allowance = room === options.self ? "yes" : options.row?.[room];
    if (allowance === "yes") continue;
    patterns.push({
      regex: room === "errors" ? "^(\\./|(\\.\\./)+)errors\\.ts$" : `^(\\./|(\\.\\./)+)${room}/`,
      message: `src/${options.self} may not import ${room}${allowance === "types" ? " but for types" : ""} (tools/import-rules.ts).`,
      ...(allowance === "types" ? { allowTypeImports: true } : {}),
    });
  }
  if (options.node !== "all") {
    const except = options.node === "workers" ? workersModules.map((name) => `!${name}`) : [];
    patterns.push({ group: ["node:*", ...except], message: "This folder also runs on Workers: no node: module here." });
  }
  return patterns.length === 0 ? off : [error, { patterns }];
}

const impureGlobals = ["fetch", "console", "process"].map((name) => ({
  name,
  message: `Global ${name} belongs to adapters and entry; take a port instead.`,
}));

function restrictedProperties(options: {
  readonly pure: boolean;
  readonly environment: boolean;
  readonly json: boolean;
}): Json {
  const list: Json[] = [];
  if (options.pure) {
    list.push({ object: "Date", property: "now", message: "Take the Clock port." });
    list.push({ object: "Math", property: "random", message: "Take the Ids port." });
  }
  if (!options.environment)
    list.push({ object: "process", property: "env", message: "Only entry/ reads process.env." });
  if (!options.json) list.push({ object: "JSON", property: "parse", message: "Use parseJson of lib/parse-json.ts." });
  return [error, ...list];
}

function roomOverrides(): readonly Override[] {
  const overrides: Override[] = [];
  for (const self of rooms) {
    const row = self === "entry" ? undefined : importTable[self];
    const whole = nodeFolders.some((folder) => folder === self);
    const files = self === "errors" ? ["src/errors.ts"] : [`src/${self}/**/*.ts`];
    const rules = { "no-restricted-imports": importRestriction({ row, self, node: whole ? "all" : "none" }) };
    overrides.push({ files, rules });
  }
  const row = importTable.adapters;
  const deeper = nodeFolders
    .filter((folder) => folder.startsWith("adapters/"))
    .map((folder) => `src/${folder}/**/*.ts`);
  overrides.push({
    files: deeper,
    rules: { "no-restricted-imports": importRestriction({ row, self: "adapters", node: "all" }) },
  });
  overrides.push({
    files: [`src/${workersFolder}/**/*.ts`],
    rules: { "no-restricted-imports": importRestriction({ row, self: "adapters", node: "workers" }) },
  });
  return overrides;
}

function globalOverrides(): readonly Override[] {
  const pure = { pure: true, environment: false, json: false };
  return [
    {
      files: ["src/**/*.ts"],
      rules: {
        "no-restricted-globals": [error, { globals: impureGlobals, checkGlobalObject: true }],
        "no-restricted-properties": restrictedProperties(pure),
      },
    },
    {
      files: impureFolders.map((folder) => `src/${folder}/**/*.ts`),
      rules: {
        "no-restricted-globals": off,
        "no-restricted-properties": restrictedProperties({ ...pure, pure: false }),
      },
    },
    {
      files: environmentFolders.map((folder) => `src/${folder}/**/*.ts`),
      rules: { "no-restricted-properties": restrictedProperties({ pure: false, environment: true, json: false }) },
    },
    {
      files: [`src/${jsonParseFile}`],
      rules: { "no-restricted-properties": restrictedProperties({ ...pure, json: true }) },
    },
  ];
}

/** The whole of `.oxlintrc.json`. */
export function lintConfig(): Readonly<Record<string, unknown>> {
  return {
    $schema: "./node_modules/oxlint/configuration_schema.json",
    plugins: ["typescript", "unicorn", "oxc", "import", "promise", "node"],
    categories: { correctness: error, suspicious: error, perf: error },
    options: { typeAware: true, reportUnusedDisableDirectives: error },
    ignorePatterns: [
      "**/node_modules",
      "dist/**",
      "bench/results/**",
      "bench/portkey/**",
      "**/fixtures/**",
      "src/adapters/postgres/drizzle.cjs",
    ],
    rules: { ...sizes, ...types, ...refused },
    overrides: [
      ...globalOverrides(),
      ...roomOverrides(),
      {
        files: ["test/**", "bench/**", "tools/**", "bin/**", "*.config.ts"],
        plugins: ["typescript", "vitest"],
        rules: looserOutside,
      },
    ],
  };
}
