import { attackSlots } from "./grammar/attack-slots.ts";
import { briefSlots, briefTemplates, codedTemplates } from "./grammar/briefs.ts";
import { demandSlots, demandTemplates } from "./grammar/demands.ts";
import { everydayTemplates } from "./grammar/everyday.ts";
import { foreignBriefs } from "./grammar/foreign-briefs.ts";
import { gameSlots, gameTemplates } from "./grammar/games.ts";
import { germanAttacks, germanAttackSlots, germanBenign } from "./grammar/german.ts";
import { manualSlots, manualTemplates } from "./grammar/manuals.ts";
import { manyLanguageAttacks, manyLanguageBenign } from "./grammar/many-languages.ts";
import { hidingPlaces, pressureTemplates } from "./grammar/pressure.ts";
import { carrierSlots, carrierTemplates, innocentPlants, plantedSlots } from "./grammar/planted.ts";
import { commonSlots } from "./grammar/slots.ts";
import { benignTemplates } from "./grammar/benign.ts";
import { foreignBenign } from "./grammar/foreign-benign.ts";
import { outputAbuseSlots, outputAbuseTemplates } from "./grammar/output-abuse.ts";
import { aboutAttacksTemplates, mitigationSlots, persuasionSlots, persuasionTemplates } from "./grammar/persuasion.ts";
import { benignSlots, systemPromptTemplates } from "./grammar/system-prompts.ts";
import { directTemplates, secretTemplates } from "./grammar/direct.ts";
import { errandSlots, errandTemplates } from "./grammar/errands.ts";
import { expand } from "./grammar/expand.ts";
import { extractionTemplates } from "./grammar/extraction.ts";
import { indirectTemplates, jailbreakTemplates, jailTails } from "./grammar/jailbreak.ts";
import { languageAttacks, languageTemplates } from "./grammar/multilingual.ts";
import { seededNumbers } from "./prng.ts";
import type { RandomNumbers } from "./prng.ts";
import type { TrainingRecord } from "./read-corpus.ts";

interface Family {
  readonly name: string;
  readonly kind: string;
  readonly isAttack: boolean;
  readonly templates: readonly string[];
  readonly perTemplate: number;
}

const slots = {
  ...attackSlots,
  ...outputAbuseSlots,
  ...persuasionSlots,
  ...gameSlots,
  ...germanAttackSlots,
  ...carrierSlots,
  ...plantedSlots,
  jailTail: jailTails,
  plant: plantedSlots.orders,
};
/** Writing about attacks quotes them. */
const quoted = Object.fromEntries(
  Object.entries(attackSlots).filter(([name]) => ["ignoreAll", "give", "all", "prior", "rules"].includes(name)),
);
const innocentSlots = {
  ...commonSlots,
  ...benignSlots,
  ...mitigationSlots,
  ...quoted,
  ...briefSlots,
  dVergiss: germanAttackSlots.dVergiss,
  dAlles: germanAttackSlots.dAlles,
  ...carrierSlots,
  ...demandSlots,
  ...manualSlots,
  plant: innocentPlants,
  ...errandSlots,
};

const families: readonly Family[] = [
  { name: "direct", kind: "direct_injection", isAttack: true, templates: directTemplates, perTemplate: 30 },
  { name: "secret", kind: "prompt_extraction", isAttack: true, templates: secretTemplates, perTemplate: 25 },
  { name: "extraction", kind: "prompt_extraction", isAttack: true, templates: extractionTemplates, perTemplate: 25 },
  { name: "jailbreak", kind: "jailbreak", isAttack: true, templates: jailbreakTemplates, perTemplate: 30 },
  { name: "indirect", kind: "indirect_injection", isAttack: true, templates: indirectTemplates, perTemplate: 30 },
  {
    name: "output_abuse",
    kind: "indirect_injection",
    isAttack: true,
    templates: outputAbuseTemplates,
    perTemplate: 30,
  },
  { name: "persuasion", kind: "jailbreak", isAttack: true, templates: persuasionTemplates, perTemplate: 30 },
  { name: "games", kind: "prompt_extraction", isAttack: true, templates: gameTemplates, perTemplate: 25 },
  { name: "german", kind: "direct_injection", isAttack: true, templates: germanAttacks, perTemplate: 20 },
  { name: "planted", kind: "indirect_injection", isAttack: true, templates: carrierTemplates, perTemplate: 60 },
  { name: "hidden", kind: "indirect_injection", isAttack: true, templates: hidingPlaces, perTemplate: 50 },
  { name: "pressure", kind: "jailbreak", isAttack: true, templates: pressureTemplates, perTemplate: 30 },
  { name: "languages", kind: "direct_injection", isAttack: true, templates: manyLanguageAttacks, perTemplate: 15 },
  { name: "languages_benign", kind: "hard_benign", isAttack: false, templates: manyLanguageBenign, perTemplate: 15 },
  { name: "hiding_places", kind: "benign", isAttack: false, templates: hidingPlaces, perTemplate: 30 },
  { name: "carriers", kind: "benign", isAttack: false, templates: carrierTemplates, perTemplate: 30 },
  { name: "everyday", kind: "hard_benign", isAttack: false, templates: everydayTemplates, perTemplate: 20 },
  { name: "briefs", kind: "hard_benign", isAttack: false, templates: briefTemplates, perTemplate: 40 },
  { name: "demands", kind: "hard_benign", isAttack: false, templates: demandTemplates, perTemplate: 30 },
  { name: "manuals", kind: "hard_benign", isAttack: false, templates: manualTemplates, perTemplate: 50 },
  { name: "coded", kind: "hard_benign", isAttack: false, templates: codedTemplates, perTemplate: 40 },
  { name: "foreign_briefs", kind: "hard_benign", isAttack: false, templates: foreignBriefs, perTemplate: 15 },
  { name: "german_benign", kind: "hard_benign", isAttack: false, templates: germanBenign, perTemplate: 15 },
  { name: "about_attacks", kind: "hard_benign", isAttack: false, templates: aboutAttacksTemplates, perTemplate: 60 },
  { name: "trigger_words", kind: "hard_benign", isAttack: false, templates: benignTemplates, perTemplate: 50 },
  { name: "system_prompts", kind: "hard_benign", isAttack: false, templates: systemPromptTemplates, perTemplate: 100 },
  { name: "errands", kind: "hard_benign", isAttack: false, templates: errandTemplates, perTemplate: 30 },
  { name: "foreign_benign", kind: "hard_benign", isAttack: false, templates: foreignBenign, perTemplate: 4 },
];

/** Typing habits: what a person changes without changing what is said. */
function casually(text: string, numbers: RandomNumbers): string {
  const roll = numbers.next();
  if (roll < 0.15) return text.toLowerCase();
  if (roll < 0.22) return text.toUpperCase();
  if (roll < 0.32) return text.replaceAll(/[.,!?'"]/g, "");
  if (roll < 0.4) return text.slice(0, 1).toUpperCase() + text.slice(1);
  return text;
}

function fromFamily(family: Family, numbers: RandomNumbers): TrainingRecord[] {
  const all = family.isAttack ? slots : innocentSlots;
  const seen = new Set<string>();
  for (const template of family.templates) {
    for (let round = 0; round < family.perTemplate; round += 1)
      seen.add(casually(expand(template, all, numbers), numbers));
  }
  return [...seen].map((text) => ({ text, isAttack: family.isAttack, kind: family.kind, file: `self_${family.name}` }));
}

function foreign(numbers: RandomNumbers): TrainingRecord[] {
  const records: TrainingRecord[] = [];
  for (const { ignore, orders, roles } of languageAttacks) {
    for (let round = 0; round < 40; round += 1) {
      const template = numbers.pick(languageTemplates);
      const text = expand(template, { ...slots, ignore, order: orders, role: roles }, numbers);
      records.push({
        text: casually(text, numbers),
        isAttack: true,
        kind: "direct_injection",
        file: "self_multilingual",
      });
    }
  }
  return records;
}

/** What the grammar makes, the same for the same seed. */
export function selfMadeRecords(seed: number): readonly TrainingRecord[] {
  const numbers = seededNumbers(seed);
  return [...families.flatMap((family) => fromFamily(family, numbers)), ...foreign(numbers)];
}
