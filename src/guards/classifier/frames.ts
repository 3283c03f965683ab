/**
 * Words that say nothing about an attack by themselves, but how what stands near them is meant: asked about, told of third
 * persons, written down as an example, said of code. The second stage counts them; the first does not know them as concepts.
 *
 * Written as in `concepts.ts`; a word that is a concept there stays one.
 */
export const frameWords = {
  question:
    "what what's whats how how's why which who whom whose when where wie warum wieso welche welcher welches wann wer wo comment pourquoi quand quelle quelles quels que como cuando quien cuales cual donde come perche quando quale quali quais hoe waarom wat welke jak dlaczego co jaki ktora kiedy как почему что когда где какие какой кто 什么 怎么 如何 哪些 为什 何 なぜ どう",
  doing:
    "is are was were does did has have had been being can could would should may might will am isn't aren't doesn't didn't won't can't couldn't wouldn't shouldn't ist sind war kann konnte wurde soll est sont peut es son puede esta fue hat habe haben есть был была может можно",
  self: "i i'm i've i'd i'll my me mine myself we we're our us ours ich mein meine meinen meinem meiner mir mich wir unser unsere j'ai je mon ma mes moi nous notre nos yo mi mis nosotros nuestro io mio mia noi eu meu minha nos ik mijn wij onze ja moj moja я мой моя мне меня мы наш нам 我 我们 私 나 내",
  third:
    "he she they his her him them their theirs it's its someone somebody people everyone person attacker* adversar* hacker* customers users employees students children man woman boy girl company companies team er ils elle elles ellos ellas он она они их его",
  please:
    "please kindly pls plz bitte veuillez svp favor prego gentilmente alstublieft prosze пожалуйста 请您 请帮 ください lutfen thanks thank danke merci gracias",
  document:
    "email* e-mail* mail document* page pages paper papers article* text texts website* file files review* paragraph* table tables book* letter* essay* story stories report* chapter* novel* film* movie* game* song* poem* blog* podcast* readme invoice*",
  exposition:
    "example* attacks vulnerab* mitigat* prevent* prevention risk* secur* threat* technique* defend* defens* such e.g i.e scenario* sanitiz* validat* detect* monitor* recommend* best practice* impact* severity cve* owasp untrusted trusted access control* guideline audit* review reviews section introduction overview reference* see note notes",
  making:
    "help want need needs like explain* give create* make makes suggest* find build design draft compose generat* plan compare* calculat* solve fix improve* teach learn* understand* erklar* explique* explica* schreib* crea haz объясн* помоги* напиш*",
  code: "function const return import class def var let if else null true false string int self this await async public static void type interface require module export console printf println select from where join update set npm git docker python javascript sql html css json yaml bash shell script scripts api http https server client database query endpoint",
  everyday:
    "day days week year years time work home house school food water money price car phone computer house family friend* mother father kids child dog cat life job boss teacher student* doctor health city country world history language* music weather travel trip order* product* service* customer store shop office meeting team project class exam homework recipe* dinner",
} as const;
