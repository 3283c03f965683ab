import { Liquid } from "#liquidjs";
import { chargedFilter, chargedOperators } from "./charge-work.ts";
import { MediaTag } from "./media-tag.ts";

/** Characters of one template, partials inlined. */
export const maxTemplateLength = 256 * 1024;
/** What one rendering may make and look through, in the engine's own units: characters and list entries. */
const maxWork = 16 * 1024 * 1024;

/** What is left out writes what no span would know (`capture`, `cycle`, `echo`), or reads files (`render`, `layout`). */
const allowedTags: readonly string[] = "if unless case for break continue assign comment raw #".split(" ");

/**
 * Left out are filters that read the clock or chance (a version must render the same for ever), that take an expression
 * out of a value (`where_exp`), that run expressions of unknown cost over a value (`strip_html`), and `raw`.
 */
export const knownFilters: ReadonlySet<string> = new Set(
  [
    "append prepend capitalize downcase upcase strip lstrip rstrip strip_newlines normalize_whitespace split replace",
    "replace_first replace_last remove remove_first remove_last truncate truncatewords number_of_words slice size escape",
    "url_encode default json join first last reverse sort sort_natural uniq compact concat map where sum",
    "array_to_sentence_string plus minus times divided_by modulo round floor ceil abs at_least at_most",
  ].flatMap((line) => line.split(" ")),
);

/**
 * The one template engine. It compiles nothing to code, so it runs where `eval` is forbidden. It sees own members of
 * values only, and refuses names that it does not know.
 */
export const liquid = createEngine();

/** For messages: what an author may write. */
export const knownTags: readonly string[] = [...allowedTags, "include", "media"].filter((name) => name !== "#");

function createEngine(): Liquid {
  const engine = new Liquid({
    strictFilters: true,
    strictVariables: true,
    lenientIf: true,
    ownPropertyOnly: true,
    dynamicPartials: false,
    parseLimit: maxTemplateLength,
    memoryLimit: maxWork,
    operators: chargedOperators,
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.includes(name)) delete engine.tags[name];
  for (const [name, filter] of Object.entries(engine.filters)) {
    if (knownFilters.has(name)) engine.registerFilter(name, chargedFilter(filter));
    else engine.unregisterFilter(name);
  }
  engine.registerTag("media", MediaTag);
  return engine;
}
