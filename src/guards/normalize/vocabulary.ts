import { conceptWords } from "../classifier/concepts.ts";
import { hashStart, hashStep, hashWord } from "../classifier/hash.ts";
import { moreWords } from "./more-words.ts";
import { spellingWords } from "./spelling-words.ts";

/** Words that make a text look like English: a reading that has many of them is the right one. */
const common =
  "the be to of and a in that have it for not on with he as you do at this but his by from they we say her she or an will my one all would there their what so up out if about who get which go me when make can like time no just him know take people into year your good some could them see other than then now look only come its over think also back after use two how our work first well way even new want because any these give day most us is are was were been has had did said please write answer here more should must each such every does very where why never still while through same another between both few many own since too under again off once here being having doing made said says sure thank thanks hello hi ok yes lets i'm am using used need needs may might shall shouldn't can't don't without within following below list name names number line lines word long short next last best right left high low big small old part place case week company program group problem fact text story example examples type kind form order set put keep let seem help show play run move live believe bring happen provide include continue change lead understand watch follow create speak read allow add spend open walk offer remember consider appear buy wait serve die expect stay fall reach kill remain suggest raise pass sell require report decide pull language code data test simple limit legal remote forest either action module personal remind towards reader active native server service version update require record report result return review source string";

/** More words of requests and reports: what is run together, misspelled or robbed of its vowels is told by them. */
const frequent =
  "sentence sentences paragraph paragraphs translate translation translated english french german spanish italian chinese russian japanese times letter letters complete completely ending ended format output outputs input inputs summarize summary rewrite paraphrase spell correct correctly reverse order negative positive offensive discriminatory toxic unfriendly about purposes educational research researcher fictional story characters scenario possible response responses respond reply replies answered phrase phrases string strings keyword keywords target image images link links click visit page pages website server address number numbers account accounts customer customers product products payment amount price total error errors warning certificate added reason reasons review secure monitor project projects company financial member members teacher doctor lawyer officer police expert professional friend family mother father grandmother child children woman women women's men old young person's real true false yes whatever however therefore because although instead inside outside under across during within together again against among already always almost enough quickly slowly easily simply clearly carefully specific special general certain different available current currently recent recently several thing things idea ideas information knowledge details table column field value values function functions method methods class classes file folder document documents article articles report reports email emails letter attached attachment sender recipient subject body title heading note notes comment comments chapter section item items list lists event events meeting schedule tomorrow yesterday today morning evening night month months hour hours minute minutes second seconds game games playing player players movie movies music song songs book books school student students university science history world country city street house home room water food money market business office department manager employee employees job jobs service services support team group member train flight hotel order orders ticket cancel booking refund delivery shipping package";

/** Words that attacks are made of, in full: what disguised words are compared with. */
const telling =
  "ignore ignoring ignored disregard forget forgetting dismiss bypass bypassing override overriding overwrite discard abandon previous previously prior above earlier preceding before initial original existing instruction instructions rules guidelines directives orders commands constraints prompt prompts system developer hidden secret secrets confidential internal reveal revealing show display print output repeat disclose expose leak share verbatim password passwords passcode credentials token tokens private pretend pretending roleplay simulate imagine character persona unrestricted unfiltered uncensored unlimited jailbreak jailbroken restrictions restriction limitations filters filter guardrails safety ethical ethics moral morals policy policies without anything everything nothing never always instead following respond response reply assistant chatbot model language openai chatgpt admin administrator debug mode enabled activated execute delete remove transfer forward email emails send message messages conversation history user users account access grant database files file upload download website important urgent attention warning immediately illegal harmful dangerous explosives weapon weapons hack hacking malware virus context configuration training programming memory unlock disable disabled deactivate security confirm comply obey refuse refusing apologize answer answers question questions understand describe explain detailed step steps content told given were your from until unless tell about task tasks complete stop start begin end words text exactly contents api keys key code bomb drugs money bank credit card numbers make build steal create harm kill people free freedom nobody silently secretly human evil opposite anyone details";

/** A power of two, more than twice as many as there are words and words read backwards. */
const slotCount = 16_384;
const slotMask = slotCount - 1;

/** What is known of a word by itself, as bits of one number. */
export const wordFacts = {
  known: 1,
  knownBackwards: 2,
  spelling: 4,
  article: 8,
  preposition: 16,
  foreign: 32,
} as const;

/** The commonest words of other languages in Latin letters, without accents: a text full of them is no disguise. */
const foreign =
  "aan aber af ag agus akan al ale algo alla als ambao anche anda andere anos antes ao ar archivo att au auch auf aur aus aux av avec bana bang bao batao bei besh bhai bheil bhi bi biet bij bir bis blev bu byc byl ca cac cach cada ce cele ces cette che cho co codigo cok como con cong cu cua cual cuando cung da dados dalam dang dans dari das dass dat datos dau de dei del della delle dem dengan dentro der des desde det deze dhe di diese dieser dieu dinh dla donde door du dung duoc dupa durante durch een ei ein eine einem einen einer eines ejemplo el ele ella ellos en entrada entre eshte eso essere est esta estar este esto et etre ett etta eu faire fi forma fra fur futhi gdy gi gia giai giao gli ha haben hai hain han hangi har hasta hebben hien hoac hoc hoi hon ich icin ihre ikke il ile ilk im informacion ini inte isso ist itu ja jag jahr jak jako je jedoch jego jej jest ka kadar kaise kan kann katika ke keine kete khi khong ki ko kunnen kwa ky kya la las le les leur lista lo lokhu los ma maar mais mas med meer mehr mein minh mit modelo mot muito mutta muy na naar nach nahi nao nas nay ne nel nella nga nguoi nha nhat nhieu nhung ni nicht nie niet nje noch noi nombre nos nous nu numero nur och od oder og ohne oli om ona oni ook op os otro otros ou pa pada par para parte pas pe pela pelo pentru pero phan phat piu plus po pode por porque pour przez puede qe qua quan quando que questo qui quoc sa saida sau saya se sein seine ses seu sich sie sin sind sistema skal sobre som sono sont su sua sunt sur sus tak tam tambem tambien tarafindan te thanh theo thi thuong tidak tien til till timp tinh todas todo todos toi tout traves tren tri trong tylko uber ukuthi um uma un una und uno untuk usuario usuarios va ve vi viec viele vil voce voi von voor vor vous vu wa wahrend waren wenn werden wie wird worden wordt wurde ya yakho yang yeh yeni yo za ze zijn zu zum zur";

const articles = "the an your my its our their";
const prepositions = "of in to on for with from at by into about is are";

/** The first bit that a list of words may have for itself, and the last. */
const hintBits = { first: 6, last: 30 } as const;

/** The facts of words, by their hashes. */
class FactTable {
  private readonly hashes = new Int32Array(slotCount);
  private readonly facts = new Int32Array(slotCount);

  add(hash: number, fact: number): void {
    const slot = this.slotOf(hash);
    this.hashes[slot] = hash;
    this.facts[slot] = (this.facts[slot] ?? 0) | fact;
  }

  /** 0 for a word of which nothing is known. */
  get(hash: number): number {
    return this.facts[this.slotOf(hash)] ?? 0;
  }

  private slotOf(hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & slotMask;
    while (this.facts[slot] !== 0 && this.hashes[slot] !== hash) slot = (slot + 1) & slotMask;
    return slot;
  }
}

class WordSet {
  private readonly hashes = new Int32Array(slotCount);
  private readonly words: (string | undefined)[] = Array.from({ length: slotCount });

  add(hash: number, word: string): void {
    let slot = hash & slotMask;
    while (this.words[slot] !== undefined && this.hashes[slot] !== hash) slot = (slot + 1) & slotMask;
    this.hashes[slot] = hash;
    this.words[slot] ??= word;
  }

  get(hash: number): string | undefined {
    let slot = hash & slotMask;
    while (this.words[slot] !== undefined && this.hashes[slot] !== hash) slot = (slot + 1) & slotMask;
    return this.words[slot];
  }
}

const facts = new FactTable();
const scrambled = new WordSet();
/** Shorter words have too many neighbours. */
const shortestScrambled = 4;

/** What stays of a word when its inner letters are mixed up. */
export interface Scrambled {
  readonly first: number;
  readonly last: number;
  /** The sum of `letterSum` over the letters between. */
  readonly between: number;
  readonly length: number;
}

const letterSums = Float64Array.from({ length: 128 }, (_, code) => spread(code));

function spread(code: number): number {
  const mixed = Math.imul(code, 0x9e3779b1);
  return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 0;
}

/** A number for a letter such that sums of different letters differ. Exact: sums stay far below 2 to the 53rd. */
export function letterSum(code: number): number {
  return letterSums[code] ?? 0;
}

function scrambledOf(word: string): Scrambled {
  let between = 0;
  for (let index = 1; index < word.length - 1; index += 1) between += letterSum(word.charCodeAt(index));
  return { first: word.charCodeAt(0), last: word.charCodeAt(word.length - 1), between, length: word.length };
}

function scrambleHash({ first, last, between, length }: Scrambled): number {
  return hashStep(hashStep(hashStep(hashStep(hashStart, first), last), between | 0), length);
}

/** Shorter words are words of other languages when they are read backwards. */
const shortestBackwards = 3;

const ordinary = [...common.split(" "), ...frequent.split(" ")];

for (const word of [...ordinary, ...telling.split(" ")]) {
  facts.add(hashWord(word), wordFacts.known);
  if (word.length < shortestBackwards) continue;
  facts.add(hashWord(Array.from(word).toReversed().join("")), wordFacts.knownBackwards);
}
for (const word of moreWords) facts.add(hashWord(word), wordFacts.known);
for (const word of foreign.split(" ")) facts.add(hashWord(word), wordFacts.foreign);
for (const word of articles.split(" ")) facts.add(hashWord(word), wordFacts.article);
for (const word of prepositions.split(" ")) facts.add(hashWord(word), wordFacts.preposition);
for (const word of spellingWords) facts.add(hashWord(word), wordFacts.spelling);
/** English words of the concepts are letters without accents; the others do no harm. */
const conceptual = Object.values(conceptWords)
  .flatMap((words) => words.split(" "))
  .filter((word) => /^[a-z]{6,}$/.test(word));

/** Words that attacks are made of, in English, in full. */
export const tellingWords: readonly string[] = telling.split(" ");

/** Words that attacks are not made of, but are written with. */
export const ordinaryWords: readonly string[] = ordinary;
/** Shorter ordinary words are too easily each other: could, cloud. */
const shortestOrdinary = 6;
const scrambledWords = [...tellingWords, ...conceptual, ...ordinary.filter((word) => word.length >= shortestOrdinary)];

for (const word of scrambledWords) {
  if (word.length >= shortestScrambled) scrambled.add(scrambleHash(scrambledOf(word)), word);
}

/** The shortest words are in every sentence. */
export const shortestWords: readonly string[] = common.split(" ").filter((word) => word.length < 4);

let nextHint: number = hintBits.first;

/**
 * Gives a list of words a bit of its own among their facts: a text in which the bit is not set has none of them. To be
 * called while modules load, for the words without which a detector's expression cannot match.
 */
export function hintOfWords(words: string): number {
  if (nextHint > hintBits.last) throw new RangeError("There are no more bits for lists of words.");
  const hint = 1 << nextHint;
  nextHint += 1;
  for (const word of words.split(" ")) facts.add(hashWord(word), hint);
  return hint;
}

/** What is known of the word of this hash, as bits of `wordFacts` and of `hintOfWords`. */
export function factsOf(hash: number): number {
  return facts.get(hash);
}

/** Says whether a word is known as it stands. */
export function isKnownWord(hash: number): boolean {
  return (facts.get(hash) & wordFacts.known) !== 0;
}

/** The telling word whose inner letters are mixed up so. */
export function unscrambledWord(word: string | Scrambled): string | undefined {
  const scramble = typeof word === "string" ? scrambledOf(word) : word;
  return scramble.length < shortestScrambled ? undefined : scrambled.get(scrambleHash(scramble));
}
